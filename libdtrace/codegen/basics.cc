// Stage: codegen. The smallest steps of making code: stack cells, blocks, loads and stores, calls of
// the kernel's helpers and of functions in bpf/.
#include "codegen/code.h"

#include <dtrace/abi/state.h>
#include <linux/bpf.h>

#include <llvm/IR/InlineAsm.h>

namespace dtrace::codegen {

// An alloca at the start of the entry block.
Cell Code::cell(llvm::Type *type, const char *name) {
  llvm::IRBuilder<> entry(fn_.entry, fn_.entry->begin());
  return {entry.CreateAlloca(type, nullptr, name), type};
}

llvm::AllocaInst *Code::stack_bytes(uint64_t size, const char *name) {
  llvm::IRBuilder<> entry(fn_.entry, fn_.entry->begin());
  auto *slot = entry.CreateAlloca(
      llvm::ArrayType::get(entry.getInt64Ty(), round_up(size, 8) / 8), nullptr, name);
  slot->setAlignment(llvm::Align(8));
  return slot;
}

llvm::Value *Code::get(const Cell &cell) { return b_.CreateLoad(cell.type, cell.slot); }
void Code::set(const Cell &cell, Value *value) { b_.CreateStore(value, cell.slot); }

llvm::BasicBlock *Code::block(const char *name) {
  return llvm::BasicBlock::Create(unit_.context, name, fn_.function);
}

void Code::jump(Block *to) {
  if (!b_.GetInsertBlock()->getTerminator())
    b_.CreateBr(to);
}

void Code::branch(Value *condition, Block *yes, Block *no) {
  b_.CreateCondBr(condition, yes, no);
}

void Code::begin(Block *block) { b_.SetInsertPoint(block); }

void Code::if_then(Value *condition, const std::function<void()> &body,
                             const char *name) {
  Block *then = block(name), *after = block("after");
  branch(condition, then, after);
  begin(then);
  body();
  jump(after);
  begin(after);
}

llvm::Value *Code::at(Value *address, uint64_t offset) {
  return offset ? b_.CreateConstInBoundsGEP1_64(b_.getInt8Ty(), address, offset) : address;
}

llvm::Value *Code::at(Value *address, Value *offset) {
  return b_.CreateGEP(b_.getInt8Ty(), address, b_.CreateZExt(offset, b_.getInt64Ty()));
}

llvm::Value *Code::load(llvm::Type *type, Value *address, unsigned alignment) {
  const unsigned natural = type->isPointerTy() ? 8 : type->getIntegerBitWidth() / 8;
  return b_.CreateAlignedLoad(type, address, llvm::Align(alignment ? alignment : natural));
}

void Code::store(Value *value, Value *address, unsigned alignment) {
  llvm::Type *type = value->getType();
  const unsigned natural = type->isPointerTy() ? 8 : type->getIntegerBitWidth() / 8;
  b_.CreateAlignedStore(value, address, llvm::Align(alignment ? alignment : natural));
}

llvm::Value *Code::number(uint64_t value, unsigned bytes) {
  return llvm::ConstantInt::get(integer(bytes), value);
}

llvm::IntegerType *Code::integer(unsigned bytes) { return b_.getIntNTy(bytes * 8); }

llvm::Value *Code::context_field(ContextField field) {
  return b_.CreateStructGEP(unit_.context_type(), fn_.context, static_cast<unsigned>(field));
}

// Helpers that give one firing the same answer each time may be merged, and dropped when unused.
static bool is_constant(Helper helper) {
  return helper == Helper::GetSmpProcessorId || helper == Helper::GetCurrentPidTgid ||
         helper == Helper::GetCurrentTask || helper == Helper::GetCurrentTaskBtf;
}

llvm::Value *Code::helper(Helper helper, llvm::Type *result,
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
llvm::Value *Code::runtime(std::string_view name, llvm::ArrayRef<Value *> arguments,
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

// Two threads alive have different ids; one that got the id of a dead one has another task_struct.
llvm::Value *Code::thread_number() {
  Value *id = helper(Helper::GetCurrentPidTgid, b_.getInt64Ty(), {});
  Value *task = helper(Helper::GetCurrentTask, b_.getInt64Ty(), {});
  return b_.CreateOr(b_.CreateAnd(id, number(UINT32_MAX)), b_.CreateShl(task, number(32)));
}

Code::FoundOrMade Code::found_or_made(llvm::GlobalVariable *map, Value *key, Value *initial) {
  const auto look_up = [&] { return helper(Helper::MapLookup, b_.getPtrTy(), {map, key}); };
  Cell element = cell(b_.getPtrTy(), "element");
  llvm::CallInst *making = nullptr;
  set(element, look_up());
  if_then(b_.CreateIsNull(get(element)), [&] {
    making = llvm::cast<llvm::CallInst>(
        helper(Helper::MapUpdate, b_.getInt64Ty(), {map, key, initial, number(BPF_NOEXIST)}));
    set(element, look_up());
  }, "make");
  return {get(element), making};
}

llvm::Value *Code::cpu_slot() {
  Value *cpu = helper(Helper::GetSmpProcessorId, b_.getInt64Ty(), {});
  return b_.CreateAnd(cpu, unit_.cpu_slots() - 1);
}

void Code::count_drop(size_t offset_in_dt_cpu) { add_drops(offset_in_dt_cpu, number(1)); }

// LLVM makes another operation of an addition of nothing, which kernels before 5.12 do not have.
void Code::count_drops(size_t offset_in_dt_cpu, Value *drops) {
  if_then(b_.CreateIsNotNull(drops), [&] { add_drops(offset_in_dt_cpu, drops); }, "drops");
}

void Code::add_drops(size_t offset_in_dt_cpu, Value *drops) {
  Value *offset = b_.CreateMul(cpu_slot(), number(sizeof(dt_cpu)));
  Value *counter = at(at(unit_.map("dt_cpus"), offset), offset_in_dt_cpu);
  // Of two programs on one CPU, one may interrupt the other.
  b_.CreateAtomicRMW(llvm::AtomicRMWInst::Add, counter, drops, llvm::MaybeAlign(8),
                     llvm::AtomicOrdering::Monotonic);
}

llvm::Value *Code::hidden(Value *value) {
  auto *type = llvm::FunctionType::get(value->getType(), {value->getType()}, false);
  constexpr bool has_effect = true; // it stays where it is
  return b_.CreateCall(type, llvm::InlineAsm::get(type, "", "=r,0", has_effect), {value});
}

// LLVM moves what is used once to where it is used: of a sum of 60 quotients it keeps all, for the
// end, rather than the sum so far.
llvm::Value *Code::made_here(Value *value) {
  const bool moves = unit_.features.little_stack && !llvm::isa<llvm::Constant>(value);
  return moves ? hidden(value) : value;
}

llvm::Value *Code::volatile_load(llvm::Type *type, Value *address) {
  llvm::LoadInst *loaded = b_.CreateAlignedLoad(type, address, llvm::Align(8));
  loaded->setVolatile(true);
  return loaded;
}

// Up to this many bytes are written by single stores.
constexpr uint64_t inline_bytes = 512;

void Code::zero(Value *address, uint64_t size) {
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

void Code::copy_words(Value *to, Value *from, uint64_t size) {
  for (uint64_t offset = 0; offset < size;) {
    unsigned bytes = 8;
    while (bytes > size - offset)
      bytes /= 2;
    store(load(integer(bytes), at(from, offset)), at(to, offset));
    offset += bytes;
  }
}

llvm::Value *Code::resized(Value *value, unsigned bytes, bool is_signed) {
  return is_signed ? b_.CreateSExtOrTrunc(value, integer(bytes))
                   : b_.CreateZExtOrTrunc(value, integer(bytes));
}

llvm::Value *Code::bool_to_int(Value *condition) {
  return b_.CreateZExt(condition, b_.getInt64Ty());
}

llvm::Value *Code::as_typed(Value *value, const Type *type) {
  const bool sign = scalar_is_signed(type);
  return resized(resized(value, scalar_size(type), sign), 8, sign);
}

// A read that fails fills the memory with zeros, whatever its size.
void Code::clear_memory(Value *memory, Value *size) {
  helper(Helper::ProbeReadKernel, b_.getInt64Ty(),
         {memory, llvm::isa<llvm::ConstantInt>(size) ? size : bounded(size, allocation_bytes),
          number(0)});
}

// The optimiser may know a bound that the verifier does not see: it is checked again in its sight.
llvm::Value *Code::bounded(Value *value, uint64_t most) {
  Value *seen = hidden(value);
  Block *over = block("over"), *fine = block("fine");
  Block *from = b_.GetInsertBlock();
  branch(b_.CreateICmpUGT(seen, number(most)), over, fine);
  begin(over);
  jump(fine);
  begin(fine);
  llvm::PHINode *result = b_.CreatePHI(b_.getInt64Ty(), 2);
  result->addIncoming(seen, from);
  result->addIncoming(number(most), over);
  return result;
}

llvm::Value *Code::process_id() {
  return b_.CreateLShr(helper(Helper::GetCurrentPidTgid, b_.getInt64Ty(), {}), 32);
}

// A test of a number tells the verifier its bounds on either way, and of all copies of it that no
// operation has changed. With this one the ways remain alike, as with /arg0 == 1/, /arg0 == 2/, …
llvm::Value *Code::unlinked(Value *value) {
  if (!fn_.large || llvm::isa<llvm::Constant>(value))
    return value;
  return b_.CreateOr(hidden(number(0)), value);
}

} // namespace dtrace::codegen
