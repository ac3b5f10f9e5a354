// Stage: codegen. The BPF function that is being made, and the steps by which all parts of codegen make
// it: cells, blocks, loads and stores, calls of helpers and of functions in bpf/.
//
// What holds throughout: the dt_context and every `cell` is a stack slot that SROA turns into
// registers; integers are LLVM integers of their D size, pointers i64; an address of memory that
// the program itself may touch (map values, the stack, a record) is an LLVM pointer and never
// becomes a number but through Scratch::number_of(). While a record is reserved no path leaves the
// clause but by its end or its fault block.
#pragma once
#include "codegen/unit.h"

#include <functional>

namespace dtrace::codegen {

// What alloca() can hand out in a firing; twice this fits the greatest element of task storage.
inline constexpr uint64_t allocation_bytes = 16 << 10;

struct Cell { // a variable of the code made, not of D
  llvm::AllocaInst *slot;
  llvm::Type *type;
};

// A string that can be read in place: NUL-terminated within `bound` bytes at `address`.
struct Text {
  llvm::Value *address;
  uint32_t bound;
  bool padded = false; // zeros from the NUL to `bound`; 8-aligned
};

struct ClauseAtHand {
  const typed::Clause *clause = nullptr;
  const typed::Enabling *enabling = nullptr;
  const ClauseRecord *layout = nullptr;
  llvm::BasicBlock *end = nullptr;
  std::function<void()> skip_pieces{}; // the later ones of a clause that was cut do nothing
  uint32_t action = 0; // of the statement under way, for faults: dt_error_record.action
};

// What the parts of codegen share while one function is made.
struct FunctionState {
  Unit &unit;
  const typed::BpfProgram &program;
  const size_t index; // of the program
  const bool is_error_probe;
  llvm::IRBuilder<> b;
  llvm::Function *function = nullptr;
  llvm::BasicBlock *entry = nullptr, *leave = nullptr;
  llvm::Value *context = nullptr; // struct dt_context
  llvm::Value *bpf_context = nullptr;
  bool large = false; // the verifier needs help to find its way: see Clauses::join_ways()
  size_t piece = 0, pieces = 1; // the one under way; of the program
  uint32_t flags = 0;           // of cut clauses
  ClauseAtHand now{};
};

// A base class for classes that generate code; it has no state of its own.
class Code {
protected:
  using Value = llvm::Value;
  using Block = llvm::BasicBlock;

  explicit Code(FunctionState &fn)
      : fn_(fn), now_(fn.now), unit_(fn.unit), program_(fn.program), b_(fn.b) {}

  Cell cell(llvm::Type *type, const char *name);
  llvm::AllocaInst *stack_bytes(uint64_t size, const char *name); // 8-aligned
  Value *get(const Cell &cell);
  void set(const Cell &cell, Value *value);
  Block *block(const char *name);
  void jump(Block *to);          // only if the current block has no terminator yet
  void branch(Value *condition, Block *yes, Block *no);
  void begin(Block *block);      // code goes there from now on
  void if_then(Value *condition, const std::function<void()> &body, const char *name);
  Value *at(Value *address, uint64_t offset);
  Value *at(Value *address, Value *offset);
  Value *load(llvm::Type *type, Value *address, unsigned alignment = 0);
  void store(Value *value, Value *address, unsigned alignment = 0);
  Value *number(uint64_t value, unsigned bytes = 8);
  llvm::IntegerType *integer(unsigned bytes);
  Value *context_field(ContextField field);
  Value *helper(Helper helper, llvm::Type *result, llvm::ArrayRef<Value *> arguments);
  Value *runtime(std::string_view name, llvm::ArrayRef<Value *> arguments, Span span);
  Value *cpu_slot();             // this CPU's number, masked for the verifier, i64
  void count_drop(size_t offset_in_dt_cpu);
  void count_drops(size_t offset_in_dt_cpu, Value *drops);
  void add_drops(size_t offset_in_dt_cpu, Value *drops);
  Value *hidden(Value *value);   // the optimiser knows nothing of the result
  Value *made_here(Value *value); // with little stack: the same value, not computed later than here
  Value *volatile_load(llvm::Type *type, Value *address);
  void zero(Value *address, uint64_t size);
  void copy_words(Value *to, Value *from, uint64_t size); // small sizes, 8-aligned both
  Value *unlinked(Value *value); // in large programs: a copy, tests of which say nothing of `value`
  Value *resized(Value *value, unsigned bytes, bool is_signed);
  Value *bool_to_int(Value *condition);
  Value *as_typed(Value *value, const Type *type); // what a place of the type holds of it, i64
  Value *bounded(Value *value, uint64_t most);
  void clear_memory(Value *memory, Value *size);
  Value *process_id();
  Value *thread_number(); // another one for each thread alive
  struct FoundOrMade {
    Value *address; // null: no room
    llvm::CallInst *making;
  };
  // The element of a hash with that key, made as a copy of `initial` when it is not there.
  FoundOrMade found_or_made(llvm::GlobalVariable *map, Value *key, Value *initial);

  FunctionState &fn_;
  ClauseAtHand &now_;
  Unit &unit_;
  const typed::BpfProgram &program_;
  llvm::IRBuilder<> &b_;
};

// An integer's size, 8 for a pointer and anything else; whether it extends by its sign.
unsigned scalar_size(const Type *type);
bool scalar_is_signed(const Type *type);

} // namespace dtrace::codegen
