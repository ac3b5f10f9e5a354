// Stage: codegen. Built-in variables and functions: most are a call of the row's function in bpf/;
// the others have a generator here.
#include "codegen/builtins.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/firing.h"
#include "codegen/scratch.h"
#include "codegen/stacks.h"
#include "codegen/strings.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>
#include <dtrace/abi/state.h>

#include <array>

namespace dtrace::codegen {

using namespace typed;

namespace {
constexpr uint32_t most_cached_text = 32;

bool is_null_text(const Expr &expr) {
  return expr.kind == ExprKind::String && static_cast<const StringConst &>(expr).is_null;
}
} // namespace

Builtins::ScalarGenerator Builtins::scalar_generator(Generator generator) {
  using P = Builtins;
  switch (generator) {
  case Generator::Argument:
  case Generator::Arguments:
    return &P::argument;
  case Generator::ProbeId:
    return &P::probe_id;
  case Generator::EnabledId:
    return &P::enabled_id;
  case Generator::Errno:
    return &P::errno_value;
  case Generator::Curthread:
    return &P::current_thread;
  case Generator::CpuChip:
  case Generator::CpuNode:
    return &P::cpu_part;
  case Generator::Alloca:
    return &P::allocate;
  case Generator::Copyin:
    return &P::copyin;
  case Generator::Copyinto:
    return &P::copyinto;
  case Generator::Bcopy:
    return &P::bcopy;
  case Generator::Memref:
    return &P::memref;
  case Generator::Speculation:
    return &P::speculation;
  case Generator::Caller:
  case Generator::UserCaller:
  case Generator::KeptStack:
  case Generator::KernelStackDepth:
  case Generator::UserStackDepth:
    return &P::stack_variable;
  case Generator::Bpf:
    return &P::call_scalar;
  default:
    return &P::refused;
  }
}

llvm::Value *Builtins::builtin(const BuiltinExpr &expr) {
  if (expr.row->kind == BuiltinKind::Variable && expr.row->generator == Generator::Bpf)
    return cached_variable(expr);
  return (this->*scalar_generator(expr.row->generator))(expr);
}

llvm::Value *Builtins::refused(const BuiltinExpr &expr) {
  unit_.refuse(expr.span, std::string(expr.row->name));
  return number(0, scalar_size(expr.type));
}

// The call by the rule of language/builtin.h. `to`: where a string result goes, else null. `state`: a
// last argument that D does not see, or null; functions that have one take NULL for a string.
llvm::Value *Builtins::call_builtin(const BuiltinExpr &expr, Value *to, uint32_t to_size,
                                          Value *state) {
  std::vector<Value *> arguments{fn_.context};
  if (!unit_.runtime(expr.row->bpf))
    unit_.refuse(expr.span, std::string(expr.row->name));
  std::string function(expr.row->bpf);
  if (to)
    arguments.insert(arguments.end(), {to, number(to_size, 4)});
  for (const Expr *argument : expr.arguments) {
    if (!argument->type->is_string()) {
      arguments.push_back(expressions_.value(*argument));
    } else if (state && is_null_text(*argument)) {
      arguments.insert(arguments.end(),
                       {llvm::ConstantPointerNull::get(b_.getPtrTy()), number(0, 4)});
    } else {
      const Text given = strings_.text(*argument);
      const uint32_t size = std::min(given.bound, unit_.strsize());
      const auto words = unit_.runtime_note(expr.row->bpf, "words");
      if (words && arguments.size() == 3 && given.padded && size <= *words && size % 8 == 0)
        function += "_words";
      arguments.insert(arguments.end(), {given.address, number(size, 4)});
    }
  }
  if (state)
    arguments.push_back(state);
  if (const auto units = unit_.runtime_note(function, "scratch"))
    store(scratch_.scratch_slot(*units * unit_.strsize() + 128), context_field(ContextField::scratch));
  else if (const auto size = unit_.runtime_note(function, "scratch_bytes"))
    store(scratch_.scratch_slot(*size), context_field(ContextField::scratch));
  Value *result = runtime(function, arguments, expr.span);
  if (expr.row->subroutine_faults)
    faults_.check_fault();
  return result;
}

llvm::Value *Builtins::call_scalar(const BuiltinExpr &expr) {
  Value *result = call_builtin(expr, nullptr, 0);
  if (result->getType()->isVoidTy())
    return number(0);
  return resized(result, scalar_size(expr.type), true);
}

// A variable has one value throughout a firing: it is asked for once.
llvm::Value *Builtins::cached_variable(const BuiltinExpr &expr) {
  auto &[known, kept] = cached_[expr.row];
  if (!known.slot) {
    known = cell(b_.getInt1Ty(), "known");
    kept = cell(b_.getInt64Ty(), "kept");
    llvm::IRBuilder<> start(fn_.entry->getTerminator());
    start.CreateStore(b_.getFalse(), known.slot);
    start.CreateStore(number(0), kept.slot);
  }
  const Cell known_cell = known, kept_cell = kept;
  if_then(b_.CreateNot(get(known_cell)), [&] {
    set(kept_cell, resized(call_builtin(expr, nullptr, 0), 8, true));
    set(known_cell, b_.getTrue());
  }, "ask");
  return resized(get(kept_cell), scalar_size(expr.type), true);
}

bool Builtins::is_cached_text(const BuiltinExpr &expr) {
  return expr.row->kind == BuiltinKind::Variable && expr.row->generator == Generator::Bpf &&
         expr.bound <= most_cached_text;
}

Text Builtins::cached_text(const BuiltinExpr &expr) {
  auto &[known, slot] = cached_text_[expr.row];
  const uint32_t size = round_up(expr.bound, 8);
  if (!slot) {
    known = cell(b_.getInt1Ty(), "known");
    slot = stack_bytes(size, expr.row->name.data());
    llvm::IRBuilder<> start(fn_.entry->getTerminator());
    start.CreateStore(b_.getFalse(), known.slot);
  }
  const Cell known_cell = known;
  Value *to = slot;
  const auto fills = unit_.runtime_note(expr.row->bpf, "fills");
  const bool padded = fills && *fills == size;
  // The verifier wants every byte written on every path to a load.
  Block *ask = block("ask"), *after = block("after");
  branch(get(known_cell), after, ask);
  begin(ask);
  if (!padded)
    zero(to, size);
  call_builtin(expr, to, size);
  set(known_cell, b_.getTrue());
  jump(after);
  begin(after);
  return {to, size, true};
}

void Builtins::string_builtin(const BuiltinExpr &expr, Value *to, uint32_t size) {
  switch (expr.row->generator) {
  case Generator::Bpf:
    call_builtin(expr, to, size);
    return;
  case Generator::CopyinString:
    write_user_text(expr, to, size);
    return;
  case Generator::CodeName:
    write_code_name(expr, to, size);
    return;
  case Generator::Strtok: // what is left of the string, kept for the next call with NULL
    strtok(expr, to, size);
    return;
  default:
    refused(expr);
  }
}

void Builtins::write_code_name(const BuiltinExpr &expr, Value *to, uint32_t size) {
  const auto names = code_names(expr.row->codes);
  runtime(expr.row->bpf,
          {fn_.context, to, number(size, 4), expressions_.value(*expr.arguments[0]),
           unit_.texts(names, code_name_size, std::string(expr.row->name)), number(names.size()),
           number(code_name_size)},
          expr.span);
}

void Builtins::strtok(const BuiltinExpr &expr, Value *to, uint32_t size) {
  BuiltinExpr call = expr;
  Builtin row = *expr.row;
  row.bpf = "dt_strtok";
  call.row = &row;
  const auto &state = scratch_.late_slot(expr.row, unit_.strsize() + 8, true);
  call_builtin(call, to, size, scratch_.late_address(state));
}

// ---- Of the probe -----------------------------------------------------------------------------

// dtrace:::ERROR's arguments are those of the function (arg3 is always -1); others' come from bpf/.
llvm::Value *Builtins::argument(const BuiltinExpr &expr) {
  const auto *which = expr.arguments.empty() ? nullptr : expr.arguments[0];
  const uint64_t n =
      which && which->kind == ExprKind::Integer ? static_cast<const IntegerConst *>(which)->value : 0;
  const unsigned bytes = scalar_size(expr.type);
  if (fn_.is_error_probe) {
    static constexpr std::array<int, 6> parameter = {0, 1, 2, 0, 3, 4};
    if (n == 3)
      return resized(number(UINT64_MAX), bytes, true);
    if (n >= parameter.size() || !parameter[n])
      return number(0, bytes);
    return resized(fn_.function->getArg(parameter[n]), bytes, true);
  }
  if (program_.spec.argument_function.empty() || n >= program_.spec.argument_count)
    return number(0, bytes);
  llvm::SmallVector<Value *, 3> arguments{fn_.context, number(n, 4)};
  if (!program_.spec.argument_layouts.empty())
    arguments.push_back(number(program_.spec.argument_layouts[n], 4));
  Value *given = runtime(program_.spec.argument_function, arguments, expr.span);
  return resized(given, bytes, true);
}

llvm::Value *Builtins::probe_id(const BuiltinExpr &expr) {
  return resized(firing_.id(), scalar_size(expr.type), false);
}

llvm::Value *Builtins::enabled_id(const BuiltinExpr &expr) {
  return number(now_.clause->number, scalar_size(expr.type));
}

llvm::Value *Builtins::errno_value(const BuiltinExpr &expr) {
  const unsigned bytes = scalar_size(expr.type);
  if (program_.spec.errno_function.empty())
    return number(0, bytes);
  return resized(runtime(program_.spec.errno_function, {fn_.context}, expr.span), bytes, true);
}

llvm::Value *Builtins::current_thread(const BuiltinExpr &) {
  return helper(Helper::GetCurrentTask, b_.getInt64Ty(), {});
}

llvm::Value *Builtins::cpu_part(const BuiltinExpr &expr) {
  const bool chip = expr.row->generator == Generator::CpuChip;
  std::vector<uint32_t> parts;
  if (unit_.features.cpu_parts)
    parts = unit_.features.cpu_parts(chip ? CpuPart::Chip : CpuPart::Node);
  parts.resize(unit_.cpu_slots()); // a power of two, for the verifier
  Value *cpu = b_.CreateAnd(expressions_.value(*expr.arguments[0]), unit_.cpu_slots() - 1);
  Value *table = unit_.table32(parts, chip ? "cpu_chips" : "cpu_nodes");
  return resized(load(b_.getInt32Ty(), at(table, b_.CreateMul(cpu, number(4)))),
                 scalar_size(expr.type), true);
}

llvm::Value *Builtins::speculation(const BuiltinExpr &expr) {
  unit_.add_speculations();
  Value *id = runtime("dt_speculation_new", {fn_.context}, expr.span);
  return resized(id, scalar_size(expr.type), true);
}

// ---- Scratch memory for D ---------------------------------------------------------------------

llvm::Value *Builtins::allocate(const BuiltinExpr &expr) {
  Value *size = expressions_.value(*expr.arguments[0]);
  Value *memory = scratch_.allocate_bytes(size);
  clear_memory(memory, size);
  end_text(memory, size);
  return scratch_.number_of(memory);
}

llvm::Value *Builtins::copyin(const BuiltinExpr &expr) {
  Value *address = expressions_.value(*expr.arguments[0]);
  Value *size = expressions_.value(*expr.arguments[1]);
  Value *memory = scratch_.allocate_bytes(size);
  Value *result = variables_.read_memory(memory, bounded(size, allocation_bytes), address, Space::User);
  faults_.fault_if(b_.CreateICmpNE(result, number(0)), DT_FAULT_BADADDR, address, "bad_address");
  end_text(memory, size);
  return scratch_.number_of(memory);
}

// What lies in the memory ends with it when it is read as a string: stringof(copyin(p, n)).
void Builtins::end_text(Value *memory, Value *size) {
  store(number(0, 1), at(memory, bounded(size, allocation_bytes)));
}

llvm::Value *Builtins::copyinto(const BuiltinExpr &expr) {
  Value *address = expressions_.value(*expr.arguments[0]);
  Value *size = expressions_.value(*expr.arguments[1]);
  Value *to = scratch_.own_memory(expressions_.value(*expr.arguments[2]), size);
  Value *result = variables_.read_memory(to, bounded(size, allocation_bytes), address, Space::User);
  faults_.fault_if(b_.CreateICmpNE(result, number(0)), DT_FAULT_BADADDR, address, "bad_address");
  return number(0);
}

llvm::Value *Builtins::bcopy(const BuiltinExpr &expr) {
  Value *from = strings_.text_source(*expr.arguments[0]);
  Value *address_to = expressions_.value(*expr.arguments[1]);
  Value *size = expressions_.value(*expr.arguments[2]);
  Value *to = scratch_.own_memory(address_to, size);
  const Type *source = expr.arguments[0]->type->strip();
  const bool user = source->kind == TypeKind::Pointer && source->userland;
  const Space space = user ? Space::User : Space::Kernel;
  Value *result = variables_.read_memory(to, bounded(size, allocation_bytes), from, space);
  Value *address = from->getType()->isPointerTy() ? number(0) : from;
  faults_.fault_if(b_.CreateICmpNE(result, number(0)), DT_FAULT_BADADDR, address, "bad_address");
  return number(0);
}

// The address and the size, as two words of scratch memory.
llvm::Value *Builtins::memref(const BuiltinExpr &expr) {
  Value *address = expressions_.value(*expr.arguments[0]);
  Value *size = expressions_.value(*expr.arguments[1]);
  Value *pair = scratch_.allocate_bytes(number(16));
  store(address, pair, 8);
  store(size, at(pair, 8), 8);
  return scratch_.number_of(pair);
}

// copyinstr(address[, most bytes])
void Builtins::write_user_text(const BuiltinExpr &expr, Value *to, uint32_t size) {
  Value *address = expressions_.value(*expr.arguments[0]);
  Value *most = number(size);
  if (expr.arguments.size() > 1) {
    Value *limit = b_.CreateAdd(expressions_.value(*expr.arguments[1]), number(1));
    most = bounded(b_.CreateSelect(b_.CreateICmpULT(limit, most), limit, most), size);
  }
  Value *length = strings_.read_user_text(to, most, address);
  faults_.fault_if(b_.CreateICmpSLT(length, number(0)), DT_FAULT_BADADDR, address, "bad_string");
}

void Builtins::start_function() {
  cached_.clear();
  cached_text_.clear();
}

void Builtins::forget() {
  for (const auto &[row, cells] : cached_)
    if (cells.first.slot)
      set(cells.first, b_.getFalse());
  for (const auto &[row, cells] : cached_text_)
    if (cells.second)
      set(cells.first, b_.getFalse());
}

llvm::Value *Builtins::stack_variable(const BuiltinExpr &expr) { return stacks_.stack_variable(expr); }

} // namespace dtrace::codegen
