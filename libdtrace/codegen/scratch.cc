// Stage: codegen. Scratch memory: one element of an array map a CPU and program (or one a thread, in
// task storage), for what the stack of 512 bytes cannot hold. Looked up at most once a firing, and only by clauses that need it.
//
//   0        a word through which number_of() passes pointers
//   8 …      slots of temporary strings and keys, each clause's from the start
//   then     late slots: this-> strings and structs, the state of strtok()
//   then     what alloca() and copyin() hand out
//
// A late slot's offset is a constant global, known when the program is done, so code can be made
// before the slots before it are counted.
#include "codegen/builder.h"

#include <dtrace/abi/record.h>
#include <linux/bpf.h>

namespace dtrace::codegen {

// A program that can be preempted, or sleep, has its memory in the thread: another one may use the
// CPU's meanwhile.
bool scratch_is_of_thread(const ProgramSpec &spec) {
  return spec.kind == BpfKind::Uprobe || spec.sleepable;
}

namespace {
constexpr uint64_t word = 8;
} // namespace

void ProgramBuilder::start_scratch() { scratch_most_ = word; }

// No record is reserved here, so a lookup that fails (it cannot, the key is in range) may leave.
void ProgramBuilder::with_scratch(const std::function<void()> &body) {
  Block *setup = block("setup"), *next = block("ready");
  jump(setup);
  begin(next);
  wants_scratch_ = false;
  end_temporaries();
  body();
  const llvm::IRBuilderBase::InsertPoint end = b_.saveIP();
  begin(setup);
  if (wants_scratch_)
    ensure_scratch(next);
  jump(next);
  b_.restoreIP(end);
}

void ProgramBuilder::ensure_scratch(Block *next) {
  Block *look = block("look"), *fresh = block("fresh");
  branch(b_.CreateIsNull(get(scratch_)), look, next);
  begin(look);
  Value *found = look_up_scratch();
  set(scratch_, found);
  branch(b_.CreateIsNull(found), leave_, fresh);
  begin(fresh);
  b_.CreateBr(next);
  if (piece_ == 0)
    fresh_.emplace_back(fresh, scratch_);
}

llvm::Value *ProgramBuilder::look_up_scratch() {
  llvm::GlobalVariable *map = unit_.map("dt_scratch_" + std::to_string(index_));
  if (scratch_is_of_thread(program_.spec))
    return helper(Helper::TaskStorageGet, b_.getPtrTy(),
                  {map, helper(Helper::GetCurrentTaskBtf, b_.getPtrTy(), {}),
                   llvm::ConstantPointerNull::get(b_.getPtrTy()),
                   number(BPF_LOCAL_STORAGE_GET_F_CREATE)});
  Value *key = stack_bytes(8, "scratch_key");
  store(b_.CreateTrunc(cpu_slot(), b_.getInt32Ty()), key);
  return helper(Helper::MapLookup, b_.getPtrTy(), {map, key});
}

llvm::Value *ProgramBuilder::scratch() {
  wants_scratch_ = uses_scratch_ = true;
  return get(scratch_);
}

llvm::Value *ProgramBuilder::scratch_slot(uint64_t size) {
  const uint64_t offset = scratch_used_;
  scratch_used_ += round_up(size, 8);
  scratch_most_ = std::max(scratch_most_, scratch_used_);
  return at(scratch(), offset);
}

ProgramBuilder::LateSlot &ProgramBuilder::late_slot(const void *owner, uint64_t size, bool zeroed) {
  LateSlot &slot = late_slots_[owner];
  if (!slot.offset) {
    slot.offset = unit_.table(b_.getInt64(0), "late_slot");
    slot.size = round_up(size, 8);
    slot.zeroed = zeroed;
  }
  return slot;
}

llvm::Value *ProgramBuilder::late_address(const LateSlot &slot) {
  return at(scratch(), load(b_.getInt64Ty(), slot.offset));
}

// Gives the late slots their places, and zeros those that must start so when the memory is looked
// up for the first time in a firing.
void ProgramBuilder::finish_scratch() {
  if (!uses_scratch_)
    return;
  uint64_t offset = scratch_most_;
  for (auto &[owner, slot] : late_slots_) {
    slot.offset->setInitializer(b_.getInt64(offset));
    slot.place = offset;
    offset += slot.size;
  }
  for (const auto &[fresh, memory] : fresh_) {
    b_.SetInsertPoint(fresh->getTerminator());
    for (const auto &[owner, slot] : late_slots_)
      if (slot.zeroed)
        zero(at(get(memory), slot.place), slot.size);
  }
  unit_.scratch_map(index_, offset, scratch_is_of_thread(program_.spec));
}

// ---- alloca() -------------------------------------------------------------------------------

// Twice as much as is handed out: to the verifier a piece of any size may start anywhere in it.
ProgramBuilder::LateSlot &ProgramBuilder::allocation() {
  return late_slot(&allocated_, 2 * allocation_bytes, false);
}

// A read that fails fills the memory with zeros, whatever its size.
void ProgramBuilder::clear_memory(Value *memory, Value *size) {
  helper(Helper::ProbeReadKernel, b_.getInt64Ty(),
         {memory, llvm::isa<llvm::ConstantInt>(size) ? size : bounded(size, allocation_bytes),
          number(0)});
}

// `size` more bytes, zeroed, as a pointer; no room is a fault.
llvm::Value *ProgramBuilder::allocate_bytes(Value *size) {
  Value *start = get(allocated_);
  Value *rounded = b_.CreateAnd(b_.CreateAdd(size, number(7)), number(~uint64_t{7}));
  Value *end = b_.CreateAdd(start, rounded);
  Value *too_much = b_.CreateOr(b_.CreateICmpUGT(size, number(allocation_bytes)),
                                b_.CreateICmpUGT(end, number(allocation_bytes)));
  fault_if(too_much, DT_FAULT_NOSCRATCH, number(0), "no_scratch");
  set(allocated_, end);
  Value *place = bounded(start, allocation_bytes);
  return at(late_address(allocation()), place);
}

// The optimiser may know a bound that the verifier does not see: it is checked again in its sight.
llvm::Value *ProgramBuilder::bounded(Value *value, uint64_t most) {
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

// The memory at `address` as memory that the program may write: it must lie in what alloca() and
// copyin() handed out. Anything else is a bad address.
llvm::Value *ProgramBuilder::own_memory(Value *address, Value *size) {
  Value *base = late_address(allocation());
  Value *offset = b_.CreateSub(address, number_of(base));
  Value *allocated = get(allocated_);
  Value *end = b_.CreateAdd(offset, size);
  Value *outside = b_.CreateOr(b_.CreateICmpUGT(offset, allocated),
                               b_.CreateOr(b_.CreateICmpUGT(end, allocated),
                                           b_.CreateICmpULT(end, offset)));
  fault_if(outside, DT_FAULT_BADADDR, address, "not_own");
  return at(base, bounded(offset, allocation_bytes));
}

} // namespace dtrace::codegen
