// Stage: codegen. Scratch memory: one element of an array map a CPU and program (or one a thread, in
// task storage), for what the stack of 512 bytes cannot hold. Looked up at most once a firing, and only
// by clauses that need it.
//
//   0        a word through which number_of() passes pointers
//   8 …      slots of temporary strings and keys, each clause's from the start
//   then     late slots: this-> strings and structs, the state of strtok()
//   then     what alloca() and copyin() hand out
//
// A late slot's offset is a constant global, known when the program is done, so code can be made
// before the slots before it are counted.
#include "codegen/faults.h"
#include "codegen/pieces.h"
#include "codegen/scratch.h"

#include <dtrace/abi/record.h>
#include <linux/bpf.h>

namespace dtrace::codegen {

// A program that can be preempted, or sleep, has its memory in the thread: another one may use the
// CPU's meanwhile. Kernels without task storage let none of them be preempted (__uprobe_perf_func()).
ScratchOwner scratch_owner(const ProgramSpec &spec, const TargetFeatures &features) {
  if (!features.task_storage || (spec.kind != BpfKind::Uprobe && !spec.sleepable))
    return ScratchOwner::Cpu;
  const bool fits = !features.large_task_storage || features.large_task_storage();
  return fits ? ScratchOwner::Thread : ScratchOwner::ThreadInHash;
}

namespace {
constexpr uint64_t word = 8;
} // namespace

void Scratch::start_scratch() { scratch_most_ = word; }

// No record is reserved here, so a lookup that fails may leave: a CPU's memory is always there, but a
// thread's is made when it is first wanted, and a drop is told when there is none.
void Scratch::with_scratch(const std::function<void()> &body) {
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

void Scratch::ensure_scratch(Block *next) {
  Block *look = block("look"), *fresh = block("fresh");
  branch(b_.CreateIsNull(get(scratch_)), look, next);
  begin(look);
  Value *found = look_up_scratch();
  set(scratch_, found);
  if (scratch_owner(program_.spec, unit_.features) != ScratchOwner::Cpu)
    if_then(b_.CreateIsNull(found), [&] { count_drop(offsetof(dt_cpu, dynamic_drops)); }, "no_memory");
  branch(b_.CreateIsNull(found), fn_.leave, fresh);
  begin(fresh);
  b_.CreateBr(next);
  if (fn_.piece == 0)
    fresh_.emplace_back(fresh, scratch_);
}

llvm::Value *Scratch::look_up_scratch() {
  llvm::GlobalVariable *map = unit_.map("dt_scratch_" + std::to_string(fn_.index));
  const ScratchOwner owner = scratch_owner(program_.spec, unit_.features);
  if (owner == ScratchOwner::Thread)
    return helper(Helper::TaskStorageGet, b_.getPtrTy(),
                  {map, helper(Helper::GetCurrentTaskBtf, b_.getPtrTy(), {}),
                   llvm::ConstantPointerNull::get(b_.getPtrTy()),
                   number(BPF_LOCAL_STORAGE_GET_F_CREATE)});
  Value *key = stack_bytes(8, "scratch_key");
  if (owner == ScratchOwner::ThreadInHash) {
    store(thread_number(), key);
    const FoundOrMade element = found_or_made(map, key, llvm::ConstantPointerNull::get(b_.getPtrTy()));
    made_.push_back(element.making);
    return element.address;
  }
  store(b_.CreateTrunc(cpu_slot(), b_.getInt32Ty()), key);
  return helper(Helper::MapLookup, b_.getPtrTy(), {map, key});
}

llvm::Value *Scratch::scratch() {
  wants_scratch_ = uses_scratch_ = true;
  return get(scratch_);
}

llvm::Value *Scratch::scratch_slot(uint64_t size) {
  const uint64_t offset = scratch_used_;
  scratch_used_ += round_up(size, 8);
  scratch_most_ = std::max(scratch_most_, scratch_used_);
  return at(scratch(), offset);
}

Scratch::LateSlot &Scratch::late_slot(const void *owner, uint64_t size, bool zeroed) {
  LateSlot &slot = late_slots_[owner];
  if (!slot.offset) {
    slot.offset = unit_.table(b_.getInt64(0), "late_slot");
    slot.size = round_up(size, 8);
    slot.zeroed = zeroed;
  }
  return slot;
}

llvm::Value *Scratch::late_address(const LateSlot &slot) {
  return at(scratch(), load(b_.getInt64Ty(), slot.offset));
}

// Gives the late slots their places, and zeros those that must start so when the memory is looked
// up for the first time in a firing.
void Scratch::finish_scratch() {
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
  for (llvm::CallInst *making : made_)
    making->setArgOperand(2, unit_.zeros(round_up(offset, 64)));
  unit_.scratch_map(fn_.index, offset, scratch_owner(program_.spec, unit_.features));
}

// ---- alloca() -------------------------------------------------------------------------------

// Twice as much as is handed out: to the verifier a piece of any size may start anywhere in it.
Scratch::LateSlot &Scratch::allocation() {
  return late_slot(&allocated_, 2 * allocation_bytes + 16, false);
}

// `size` more bytes, zeroed, as a pointer; no room is a fault.
llvm::Value *Scratch::allocate_bytes(Value *size) {
  Value *start = get(allocated_);
  Value *rounded = b_.CreateAnd(b_.CreateAdd(size, number(8)), number(~uint64_t{7}));
  Value *end = b_.CreateAdd(start, rounded);
  Value *too_much = b_.CreateOr(b_.CreateICmpUGT(size, number(allocation_bytes)),
                                b_.CreateICmpUGT(end, number(allocation_bytes + 8)));
  faults_.fault_if(too_much, DT_FAULT_NOSCRATCH, number(0), "no_scratch");
  set(allocated_, end);
  Value *place = bounded(start, allocation_bytes);
  return at(late_address(allocation()), place);
}

// The memory at `address` as memory that the program may write: it must lie in what alloca() and
// copyin() handed out. Anything else is a bad address.
llvm::Value *Scratch::own_memory(Value *address, Value *size) {
  Value *base = late_address(allocation());
  Value *offset = b_.CreateSub(address, number_of(base));
  Value *allocated = get(allocated_);
  Value *end = b_.CreateAdd(offset, size);
  Value *outside = b_.CreateOr(b_.CreateICmpUGT(offset, allocated),
                               b_.CreateOr(b_.CreateICmpUGT(end, allocated),
                                           b_.CreateICmpULT(end, offset)));
  faults_.fault_if(outside, DT_FAULT_BADADDR, address, "not_own");
  return at(base, bounded(offset, allocation_bytes));
}

// ---- Temporaries ------------------------------------------------------------------------------

// Slots are used again by the next statement: the stack is small, and clauses are many.
llvm::Value *Scratch::temporary_bytes(uint64_t size) {
  size = round_up(size, 8);
  for (Temporary &one : temporaries_)
    if (!one.used && one.size == size) {
      one.used = true;
      return one.slot;
    }
  temporaries_.push_back({stack_bytes(size, "temporary"), size, true});
  return temporaries_.back().slot;
}

llvm::Value *Scratch::temporary(uint64_t size, uint64_t most_on_stack) {
  const bool on_stack = size <= most_on_stack && !unit_.features.little_stack;
  return on_stack ? temporary_bytes(size) : scratch_slot(size);
}

void Scratch::end_temporaries() {
  for (Temporary &one : temporaries_)
    one.used = false;
  scratch_used_ = 8;
}

// With little stack, what waits for something long waits in scratch memory.
llvm::Value *Scratch::put_aside(Value *value, const typed::Expr &meanwhile) {
  constexpr uint64_t of_long = 30;
  if (!unit_.features.little_stack || llvm::isa<llvm::Constant>(value) ||
      code_size(meanwhile) < of_long)
    return nullptr;
  Value *slot = scratch_slot(8);
  b_.CreateAlignedStore(value, slot, llvm::Align(8))->setVolatile(true);
  return slot;
}

// The verifier lets a pointer to map memory be used as such only. Stored to map memory and loaded
// again it is a number like any other.
llvm::Value *Scratch::number_of(Value *address) {
  Value *slot = scratch();
  llvm::StoreInst *stored = b_.CreateAlignedStore(address, slot, llvm::Align(8));
  stored->setVolatile(true);
  return volatile_load(b_.getInt64Ty(), slot);
}

void Scratch::start_function() {
  scratch_ = cell(b_.getPtrTy(), "scratch");
  allocated_ = cell(b_.getInt64Ty(), "allocated");
  set(scratch_, llvm::ConstantPointerNull::get(b_.getPtrTy()));
  set(allocated_, number(0));
  temporaries_.clear();
}

llvm::Value *Scratch::allocated() { return get(allocated_); }
void Scratch::set_allocated(Value *bytes) { set(allocated_, bytes); }

} // namespace dtrace::codegen
