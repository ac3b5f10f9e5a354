// Stage: codegen. Faults: a clause that faults gives up its record, reports, and runs the clauses of
// dtrace:::ERROR; the next clause goes on.
//
// dc->fault is the code plus 1. Both ways in (a function of bpf/ that called dt_fault(), code made
// here) leave code and value there.
#include "codegen/builder.h"

#include <dtrace/abi/state.h>

#include <llvm/IR/MDBuilder.h>

namespace dtrace::codegen {

void ProgramBuilder::fault_if(Value *condition, uint32_t fault, Value *value, const char *name) {
  Block *bad = block(name), *good = block("good");
  branch(condition, bad, good);
  begin(bad);
  store(number(fault + 1, 4), context_field(ContextField::fault));
  store(value, context_field(ContextField::fault_value));
  set(fault_action_, number(action_index_, 4));
  jump(fault_);
  faults_ = true;
  begin(good);
}

void ProgramBuilder::check_fault() {
  Block *bad = block("faulted"), *good = block("good");
  Value *code = load(b_.getInt32Ty(), context_field(ContextField::fault));
  branch(b_.CreateICmpNE(code, number(0, 4)), bad, good);
  begin(bad);
  set(fault_action_, number(action_index_, 4));
  jump(fault_);
  faults_ = true;
  begin(good);
}

void ProgramBuilder::fault_block() {
  if (!faults_) {
    fault_->eraseFromParent();
    return;
  }
  begin(fault_);
  if (in_part_)
    store(number(0), carried(carry_live));
  if_then(has_record(), [&] { give_up_record(); }, "discard");
  if (is_error_probe_) {
    count_drop(offsetof(dt_cpu, error_drops));
  } else {
    Value *action = b_.CreateZExt(get(fault_action_), b_.getInt64Ty());
    Value *code = b_.CreateZExt(
        b_.CreateSub(load(b_.getInt32Ty(), context_field(ContextField::fault)), number(1, 4)),
        b_.getInt64Ty());
    Value *value = load(b_.getInt64Ty(), context_field(ContextField::fault_value));
    Value *where = b_.CreateOr(action, number(uint64_t{clause_->record} << 32));
    Value *time =
        unit_.manifest.timed ? runtime("dt_timestamp", {context_}, clause_->span) : number(0);
    runtime("dt_report_fault", {probe_, where, code, value, time}, clause_->span);
    if (unit_.error_probe)
      b_.CreateCall(unit_.error_probe,
                    {bpf_context_, number(clause_->number), b_.CreateSExt(get(fault_action_),
                     b_.getInt64Ty()), code, value});
  }
  store(number(0, 4), context_field(ContextField::fault));
  jump(clause_end_);
}

} // namespace dtrace::codegen
