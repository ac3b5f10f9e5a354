// Stage: codegen. See frame.h.
#include "codegen/frame.h"

namespace dtrace::codegen {

void Frame::begin_function() {
  make_function();
  start_context();
}

void Frame::keep_arguments() {
  if (fn_.piece != 0 || program_.spec.keep_function.empty())
    return;
  unit_.kept_map();
  runtime(program_.spec.keep_function, {fn_.context}, {});
}

void Frame::end_function() {
  jump(fn_.leave);
  begin(fn_.leave);
  b_.CreateRet(number(0, 4));
}

// A program: i32 (ptr context). ERROR's: void (ptr context, the five arguments but arg3).
void Frame::make_function() {
  llvm::SmallVector<llvm::Type *, 5> parameters{b_.getPtrTy()};
  if (fn_.is_error_probe)
    parameters.append(4, b_.getInt64Ty());
  auto *type = llvm::FunctionType::get(b_.getInt32Ty(), parameters, false);
  const std::string name =
      fn_.is_error_probe ? "dt_error_probe" : program_symbol(fn_.index, fn_.piece);
  fn_.function =
      llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, name, unit_.ir);
  fn_.function->setDoesNotThrow();
  if (fn_.is_error_probe) {
    fn_.function->setLinkage(llvm::GlobalValue::InternalLinkage);
    fn_.function->addFnAttr(llvm::Attribute::NoInline);
  } else {
    fn_.function->setSection(std::string(program_section) + program_.spec.key);
  }
  fn_.entry = block("entry");
  fn_.leave = block("leave");
  begin(fn_.entry);
}

void Frame::start_context() {
  Block *start = block("start");
  fn_.context = cell(unit_.context_type(), "context").slot;
  fn_.bpf_context = fn_.function->getArg(0);
  jump(start); // what is found out later is put before this jump
  begin(start);
  Value *null = llvm::ConstantPointerNull::get(b_.getPtrTy());
  store(fn_.bpf_context, context_field(ContextField::bpf));
  store(number(0, 4), context_field(ContextField::index));
  store(number(0, 4), context_field(ContextField::probe));
  store(b_.CreateTrunc(helper(Helper::GetSmpProcessorId, b_.getInt64Ty(), {}), b_.getInt32Ty()),
        context_field(ContextField::cpu));
  store(number(0, 4), context_field(ContextField::fault));
  store(number(0), context_field(ContextField::fault_value));
  store(number(0), context_field(ContextField::timestamp));
  store(null, context_field(ContextField::scratch));
}

} // namespace dtrace::codegen
