// Stage: codegen. Scratch memory: one element of an array map a CPU and program (or one a thread); and
// the temporaries of a statement, which lie there or on the stack.
#pragma once
#include "codegen/code.h"

#include <map>
#include <vector>

namespace dtrace::codegen {

class Faults;

// Whose it is: a program that can be interrupted by another one needs it for each thread. In task storage,
// or where that holds too little in a hash by thread.
enum class ScratchOwner { Cpu, Thread, ThreadInHash };
ScratchOwner scratch_owner(const ProgramSpec &spec, const TargetFeatures &features);

class Scratch : Code {
public:
  Scratch(FunctionState &fn, Faults &faults)
      : Code(fn), faults_(faults) {}

  struct LateSlot {
    llvm::GlobalVariable *offset = nullptr;
    uint64_t size = 0, place = 0;
    bool zeroed = false;
  };

  void start_function(); // makes the cells
  Value *allocated(); // bytes that alloca() has handed out in this firing
  void set_allocated(Value *bytes);
  Value *temporary_bytes(uint64_t size); // the same, until the statement ends
  Value *temporary(uint64_t size, uint64_t most_on_stack); // there, or in scratch memory
  void end_temporaries();
  Value *put_aside(Value *value, const typed::Expr &meanwhile); // where it lies; null: it is not
  Value *number_of(Value *address); // as a number that the verifier does not know for a pointer
  void start_scratch();
  void with_scratch(const std::function<void()> &body); // body may ask for scratch memory
  void finish_scratch();
  Value *scratch();                       // not null where with_scratch() said so
  Value *scratch_slot(uint64_t size);     // 8-aligned, until the statement ends
  LateSlot &late_slot(const void *owner, uint64_t size, bool zeroed); // for the whole firing
  Value *late_address(const LateSlot &slot);
  Value *allocate_bytes(Value *size);
  Value *own_memory(Value *address, Value *size);

private:
  void ensure_scratch(Block *next);
  Value *look_up_scratch();
  LateSlot &allocation();

  Faults &faults_;
  Cell scratch_{}, allocated_{};
  uint64_t scratch_used_ = 0, scratch_most_ = 0; // bytes
  bool wants_scratch_ = false, uses_scratch_ = false;
  std::map<const void *, LateSlot> late_slots_;
  // Where scratch memory was looked up for the first time in a firing, and the cell that has it.
  std::vector<llvm::CallInst *> made_; // elements of a hash: of which size is known at the end
  std::vector<std::pair<Block *, Cell>> fresh_;
  struct Temporary {
    llvm::AllocaInst *slot;
    uint64_t size;
    bool used;
  };
  std::vector<Temporary> temporaries_;    // stack memory for one statement
};

} // namespace dtrace::codegen
