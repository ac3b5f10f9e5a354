// Stage: codegen. Faults: a clause that faults gives up its record, reports, and runs the clauses of
// dtrace:::ERROR; the next clause goes on.
//
// dc->fault is the code plus 1. Both ways in (a function of bpf/ that called dt_fault(), code made
// here) leave code and value there.
#include "codegen/clauses.h"
#include "codegen/faults.h"
#include "codegen/firing.h"
#include "codegen/records.h"

#include <dtrace/abi/state.h>

#include <llvm/IR/MDBuilder.h>

namespace dtrace::codegen {

void Faults::fault_if(Value *condition, uint32_t fault, Value *value, const char *name) {
  Block *bad = block(name), *good = block("good");
  branch(condition, bad, good);
  begin(bad);
  store(number(fault + 1, 4), context_field(ContextField::fault));
  store(value, context_field(ContextField::fault_value));
  set(action_, number(now_.action, 4));
  jump(block_);
  used_ = true;
  begin(good);
}

void Faults::check_fault() {
  Block *bad = block("faulted"), *good = block("good");
  Value *code = load(b_.getInt32Ty(), context_field(ContextField::fault));
  branch(b_.CreateICmpNE(code, number(0, 4)), bad, good);
  begin(bad);
  set(action_, number(now_.action, 4));
  jump(block_);
  used_ = true;
  begin(good);
}

void Faults::start_function() { action_ = cell(b_.getInt32Ty(), "fault_action"); }

void Faults::begin_clause() {
  block_ = block("fault");
  used_ = false;
}

llvm::Value *Faults::begin_block() {
  if (!used_) {
    block_->eraseFromParent();
    return nullptr;
  }
  begin(block_);
  return get(action_);
}

void Clauses::fault_block() {
  Value *faulted = faults_.begin_block();
  if (!faulted)
    return;
  if (in_part_)
    store(number(0), carried(carry_live));
  if_then(records_.has_record(), [&] {
    records_.give_up_record();
    records_.count_lost_commits();
  }, "discard");
  if (fn_.is_error_probe) {
    count_drop(offsetof(dt_cpu, error_drops));
  } else {
    Value *action = b_.CreateZExt(faulted, b_.getInt64Ty());
    Value *code = b_.CreateZExt(
        b_.CreateSub(load(b_.getInt32Ty(), context_field(ContextField::fault)), number(1, 4)),
        b_.getInt64Ty());
    Value *value = load(b_.getInt64Ty(), context_field(ContextField::fault_value));
    Value *where = b_.CreateOr(action, number(uint64_t{now_.clause->record} << 32));
    Value *time =
        unit_.manifest.timed ? runtime("dt_timestamp", {fn_.context}, now_.clause->span) : number(0);
    runtime("dt_report_fault", {firing_.id(), where, code, value, time}, now_.clause->span);
    if (unit_.error_probe)
      b_.CreateCall(unit_.error_probe,
                    {fn_.bpf_context, number(now_.clause->number),
                     b_.CreateSExt(faulted, b_.getInt64Ty()), code, value});
  }
  store(number(0, 4), context_field(ContextField::fault));
  jump(now_.end);
}

} // namespace dtrace::codegen
