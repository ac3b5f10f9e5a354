// Stage: codegen. Faults: where code goes when a clause cannot go on.
#pragma once
#include "codegen/code.h"

namespace dtrace::codegen {

class Faults : Code {
public:
  explicit Faults(FunctionState &fn)
      : Code(fn) {}

  void start_function(); // makes the cells
  void begin_clause();
  bool used() const { return used_; }
  Value *begin_block(); // code goes there from now on; the action that faulted, i64. null: not used
  void fault_if(Value *condition, uint32_t fault, Value *value, const char *name);
  void check_fault();            // after a call that may have called dt_fault()

private:

  Block *block_ = nullptr;
  bool used_ = false; // the clause has a way into the block
  Cell action_{};     // dt_error_record.action
};

} // namespace dtrace::codegen
