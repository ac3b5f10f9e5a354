// Stage: codegen. The smallest steps of making code: stack cells, blocks, loads and stores, calls of
// the kernel's helpers and of functions in bpf/.
#include "codegen/builder.h"

#include <dtrace/abi/state.h>

#include <llvm/IR/InlineAsm.h>

namespace dtrace::codegen {

// An alloca at the start of the entry block.
ProgramBuilder::Cell ProgramBuilder::cell(llvm::Type *type, const char *name) {
  llvm::IRBuilder<> entry(entry_, entry_->begin());
  return {entry.CreateAlloca(type, nullptr, name), type};
}

llvm::AllocaInst *ProgramBuilder::stack_bytes(uint64_t size, const char *name) {
  llvm::IRBuilder<> entry(entry_, entry_->begin());
  auto *slot = entry.CreateAlloca(
      llvm::ArrayType::get(entry.getInt64Ty(), round_up(size, 8) / 8), nullptr, name);
  slot->setAlignment(llvm::Align(8));
  return slot;
}

// Slots are used again by the next statement: the stack is small, and clauses are many.
llvm::Value *ProgramBuilder::temporary_bytes(uint64_t size) {
  size = round_up(size, 8);
  for (Temporary &one : temporaries_)
    if (!one.used && one.size == size) {
      one.used = true;
      return one.slot;
    }
  temporaries_.push_back({stack_bytes(size, "temporary"), size, true});
  return temporaries_.back().slot;
}

llvm::Value *ProgramBuilder::temporary(uint64_t size, uint64_t most_on_stack) {
  const bool on_stack = size <= most_on_stack && !unit_.features.little_stack;
  return on_stack ? temporary_bytes(size) : scratch_slot(size);
}

void ProgramBuilder::end_temporaries() {
  for (Temporary &one : temporaries_)
    one.used = false;
  scratch_used_ = 8;
}

llvm::Value *ProgramBuilder::get(const Cell &cell) { return b_.CreateLoad(cell.type, cell.slot); }
void ProgramBuilder::set(const Cell &cell, Value *value) { b_.CreateStore(value, cell.slot); }

llvm::BasicBlock *ProgramBuilder::block(const char *name) {
  return llvm::BasicBlock::Create(unit_.context, name, function_);
}

void ProgramBuilder::jump(Block *to) {
  if (!b_.GetInsertBlock()->getTerminator())
    b_.CreateBr(to);
}

void ProgramBuilder::branch(Value *condition, Block *yes, Block *no) {
  b_.CreateCondBr(condition, yes, no);
}

void ProgramBuilder::begin(Block *block) { b_.SetInsertPoint(block); }

void ProgramBuilder::if_then(Value *condition, const std::function<void()> &body,
                             const char *name) {
  Block *then = block(name), *after = block("after");
  branch(condition, then, after);
  begin(then);
  body();
  jump(after);
  begin(after);
}

llvm::Value *ProgramBuilder::at(Value *address, uint64_t offset) {
  return offset ? b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), address, offset) : address;
}

llvm::Value *ProgramBuilder::at(Value *address, Value *offset) {
  return b_.CreateGEP(b_.getInt8Ty(), address, b_.CreateZExt(offset, b_.getInt64Ty()));
}

llvm::Value *ProgramBuilder::load(llvm::Type *type, Value *address, unsigned alignment) {
  const unsigned natural = type->isPointerTy() ? 8 : type->getIntegerBitWidth() / 8;
  return b_.CreateAlignedLoad(type, address, llvm::Align(alignment ? alignment : natural));
}

void ProgramBuilder::store(Value *value, Value *address, unsigned alignment) {
  llvm::Type *type = value->getType();
  const unsigned natural = type->isPointerTy() ? 8 : type->getIntegerBitWidth() / 8;
  b_.CreateAlignedStore(value, address, llvm::Align(alignment ? alignment : natural));
}

llvm::Value *ProgramBuilder::number(uint64_t value, unsigned bytes) {
  return llvm::ConstantInt::get(integer(bytes), value);
}

llvm::IntegerType *ProgramBuilder::integer(unsigned bytes) { return b_.getIntNTy(bytes * 8); }

llvm::Value *ProgramBuilder::context_field(ContextField field) {
  return b_.CreateStructGEP(unit_.context_type(), context_, static_cast<unsigned>(field));
}

// Helpers that give one firing the same answer each time may be merged, and dropped when unused.
static bool is_constant(Helper helper) {
  return helper == Helper::GetSmpProcessorId || helper == Helper::GetCurrentPidTgid ||
         helper == Helper::GetCurrentTask || helper == Helper::GetCurrentTaskBtf;
}

llvm::Value *ProgramBuilder::helper(Helper helper, llvm::Type *result,
                                    llvm::ArrayRef<Value *> arguments) {
  llvm::SmallVector<llvm::Type *, 5> types;
  for (Value *argument : arguments)
    types.push_back(argument->getType());
  auto *type = llvm::FunctionType::get(result, types, false);
  Value *callee = b_.CreateIntToPtr(b_.getInt64(static_cast<uint32_t>(helper)), b_.getPtrTy());
  llvm::CallInst *call = b_.CreateCall(type, callee, arguments);
  call->setDoesNotThrow();
  if (is_constant(helper)) {
    call->setDoesNotAccessMemory();
    call->addFnAttr(llvm::Attribute::WillReturn);
  }
  return call;
}

// Trailing parameters not given are DT_ABSENT (INT64_MIN) or null.
llvm::Value *ProgramBuilder::runtime(std::string_view name, llvm::ArrayRef<Value *> arguments,
                                     Span span) {
  llvm::Function *callee = unit_.runtime(name);
  if (!callee || callee->arg_size() < arguments.size()) {
    unit_.refuse(span, std::string(name));
    return number(0);
  }
  llvm::SmallVector<Value *, 8> all;
  for (unsigned i = 0; i < callee->arg_size(); i++) {
    llvm::Type *type = callee->getFunctionType()->getParamType(i);
    Value *given = i < arguments.size() ? arguments[i] : nullptr;
    if (!given)
      given = type->isPointerTy()
                  ? static_cast<Value *>(llvm::Constant::getNullValue(type))
                  : llvm::ConstantInt::get(type, INT64_MIN, /*IsSigned=*/true);
    else if (type->isIntegerTy())
      given = b_.CreateZExtOrTrunc(given, type);
    all.push_back(given);
  }
  return b_.CreateCall(callee, all);
}

llvm::Value *ProgramBuilder::cpu_slot() {
  Value *cpu = helper(Helper::GetSmpProcessorId, b_.getInt64Ty(), {});
  return b_.CreateAnd(cpu, unit_.cpu_slots() - 1);
}

void ProgramBuilder::count_drop(size_t offset_in_dt_cpu) {
  Value *offset = b_.CreateMul(cpu_slot(), number(sizeof(dt_cpu)));
  Value *counter = at(at(unit_.map("dt_cpus"), offset), offset_in_dt_cpu);
  store(b_.CreateAdd(load(b_.getInt64Ty(), counter), number(1)), counter);
}

llvm::Value *ProgramBuilder::hidden(Value *value) {
  auto *type = llvm::FunctionType::get(value->getType(), {value->getType()}, false);
  constexpr bool has_effect = true; // it stays where it is
  return b_.CreateCall(type, llvm::InlineAsm::get(type, "", "=r,0", has_effect), {value});
}

// LLVM moves what is used once to where it is used: of a sum of 60 quotients it keeps all, for the
// end, rather than the sum so far.
llvm::Value *ProgramBuilder::made_here(Value *value) {
  const bool moves = unit_.features.little_stack && !llvm::isa<llvm::Constant>(value);
  return moves ? hidden(value) : value;
}

// With little stack, what waits for something long waits in scratch memory.
llvm::Value *ProgramBuilder::put_aside(Value *value, const typed::Expr &meanwhile) {
  constexpr uint64_t of_long = 30;
  if (!unit_.features.little_stack || llvm::isa<llvm::Constant>(value) ||
      weight(meanwhile) < of_long)
    return nullptr;
  Value *slot = scratch_slot(8);
  b_.CreateAlignedStore(value, slot, llvm::Align(8))->setVolatile(true);
  return slot;
}

llvm::Value *ProgramBuilder::volatile_load(llvm::Type *type, Value *address) {
  llvm::LoadInst *loaded = b_.CreateAlignedLoad(type, address, llvm::Align(8));
  loaded->setVolatile(true);
  return loaded;
}

// The verifier lets a pointer to map memory be used as such only. Stored to map memory and loaded
// again it is a number like any other.
llvm::Value *ProgramBuilder::number_of(Value *address) {
  Value *slot = scratch();
  llvm::StoreInst *stored = b_.CreateAlignedStore(address, slot, llvm::Align(8));
  stored->setVolatile(true);
  return volatile_load(b_.getInt64Ty(), slot);
}

// Up to this many bytes are written by single stores.
constexpr uint64_t inline_bytes = 512;

void ProgramBuilder::zero(Value *address, uint64_t size) {
  if (size > inline_bytes)
    return clear_memory(address, number(size));
  for (uint64_t offset = 0; offset < size;) {
    unsigned bytes = 8;
    while (bytes > size - offset)
      bytes /= 2;
    store(number(0, bytes), at(address, offset));
    offset += bytes;
  }
}

void ProgramBuilder::copy_words(Value *to, Value *from, uint64_t size) {
  for (uint64_t offset = 0; offset < size;) {
    unsigned bytes = 8;
    while (bytes > size - offset)
      bytes /= 2;
    store(load(integer(bytes), at(from, offset)), at(to, offset));
    offset += bytes;
  }
}

} // namespace dtrace::codegen
