// Stage: codegen. A program that is cut (pieces.h): a function a piece, all with one context pointer
// and one element of scratch memory, where what lasts from piece to piece is kept:
//
//   timestamp, bytes handed out by alloca(), whether the cut clause under way still runs, and the
//   conditions of its `if`s; all this-> variables; the record of the cut clause
//
// That record is a draft: memory reserved in the ring buffer can not outlast a piece.
#include "codegen/builder.h"

#include <dtrace/abi/state.h>

#include <llvm/IR/InlineAsm.h>

namespace dtrace::codegen {

using namespace typed;

namespace {
constexpr uint64_t carry_timestamp = 0, carry_allocated = 8, carry_flags = 24;
} // namespace

// Programs that may sleep can not make tail calls; dtrace:::ERROR's is a function.
bool ProgramBuilder::may_be_cut() const { return !is_error_probe_ && !program_.spec.sleepable; }

// The verifier walks every way through a program, and joins two where they meet only when nothing
// that it knows differs and may still matter. So between the statements of a large program nothing
// stays in registers that depends on the way taken: not what a variable was last set to, not whether
// something was looked up before.
void ProgramBuilder::settle() {
  if (!large_)
    return;
  auto *type = llvm::FunctionType::get(b_.getVoidTy(), false);
  constexpr bool has_effect = true;
  b_.CreateCall(type, llvm::InlineAsm::get(type, "", "~{memory}", has_effect));
  for (const auto &[row, cells] : cached_)
    if (cells.first.slot)
      set(cells.first, b_.getFalse());
  for (const auto &[row, cells] : cached_text_)
    if (cells.second)
      set(cells.first, b_.getFalse());
  set(self_, llvm::ConstantPointerNull::get(b_.getPtrTy()));
  set(self_known_, b_.getFalse());
}

// A test of a number tells the verifier its bounds on either way, and of all copies of it that no
// operation has changed. With this one the ways remain alike, as with /arg0 == 1/, /arg0 == 2/, …
llvm::Value *ProgramBuilder::unlinked(Value *value) {
  if (!large_ || llvm::isa<llvm::Constant>(value))
    return value;
  return b_.CreateOr(hidden(number(0)), value);
}

llvm::Value *ProgramBuilder::carried(uint64_t offset) {
  return at(late_address(late_slot(&pieces_, carry_flags + 8 * flags_, false)), offset);
}

llvm::Value *ProgramBuilder::flag(uint32_t index) { return carried(carry_flags + 8 * index); }

void ProgramBuilder::resume() {
  with_scratch([&] {
    if (piece_ == 0) {
      scratch();
      return;
    }
    store(load(b_.getInt64Ty(), carried(carry_timestamp)), context_field(ContextField::timestamp));
    set(allocated_, load(b_.getInt64Ty(), carried(carry_allocated)));
  });
}

void ProgramBuilder::call_next_piece() {
  with_scratch([&] {
    store(load(b_.getInt64Ty(), context_field(ContextField::timestamp)), carried(carry_timestamp));
    store(get(allocated_), carried(carry_allocated));
  });
  llvm::GlobalVariable *map = unit_.pieces_map(index_, pieces_.size());
  helper(Helper::TailCall, b_.getInt64Ty(), {bpf_context_, map, number(piece_ + 1)});
}

void ProgramBuilder::part(const Part &part) {
  Block *next = block("next");
  clause_ = part.enabling->clause;
  layout_ = &unit_.manifest.clauses[clause_->record];
  clause_end_ = block("clause_end");
  fault_ = block("fault");
  faults_ = false;
  in_part_ = true;
  set(reserved_, number(0));
  settle();
  begin_part(part);
  part_statements(part);
  jump(clause_end_);
  fault_block();
  begin(clause_end_);
  in_part_ = record_certain_ = false;
  end_enabling(*part.enabling, next);
}

void ProgramBuilder::begin_part(const Part &part) {
  Block *body = block("body");
  action_index_ = in_predicate;
  with_scratch([&] {
    enabling_ = part.enabling;
    if (!part.first) {
      if (part.enabling->fires_as)
        store(number(part.enabling->fires_as->id, 4), context_field(ContextField::probe));
      Value *live = load(b_.getInt64Ty(), carried(carry_live));
      branch(b_.CreateICmpNE(live, number(0)), body, clause_end_);
      return;
    }
    store(number(0), carried(carry_live));
    branch_to_members(*part.enabling, clause_end_);
    if (clause_->predicate) {
      Block *runs = block("runs");
      branch(truth(*clause_->predicate), runs, clause_end_);
      begin(runs);
    }
    store(number(1), carried(carry_live));
    if (clause_->records)
      begin_record(late_address(late_slot(layout_, layout_->size, false)));
    jump(body);
  });
  begin(body);
}

void ProgramBuilder::part_statements(const Part &part) {
  with_scratch([&] {
    if (clause_->records) {
      set(record_, late_address(late_slot(layout_, layout_->size, false)));
      record_certain_ = true;
    }
    for (const Step &one : part.steps)
      step(one);
    if (part.last && clause_->records)
      hand_over_draft();
  });
}

void ProgramBuilder::step(const Step &step) {
  Block *run = block("step"), *after = block("after");
  Value *wanted = b_.getTrue();
  for (const Step::Guard &guard : step.guards) {
    Value *set = b_.CreateICmpNE(load(b_.getInt64Ty(), flag(guard.flag)), number(0));
    wanted = b_.CreateAnd(wanted, guard.wanted ? set : b_.CreateNot(set));
  }
  branch(wanted, run, after);
  begin(run);
  action_index_ = step.action;
  if (step.only_condition) {
    Value *condition = b_.CreateZExt(truth(*step.statement->expression), b_.getInt64Ty());
    store(condition, flag(step.flag));
    end_temporaries();
  } else {
    statement(*step.statement);
  }
  jump(after);
  begin(after);
}

void ProgramBuilder::hand_over_draft() {
  Value *failed = helper(Helper::RingbufOutput, b_.getInt64Ty(),
                         {unit_.map("dt_ring"), get(record_), number(layout_->size), number(0)});
  if_then(b_.CreateICmpNE(failed, number(0)),
          [&] { count_drop(offsetof(dt_cpu, record_drops)); }, "full");
}

} // namespace dtrace::codegen
