// Stage: codegen. A program that is cut (pieces.h): a function a piece, all with one context
// pointer and one element of scratch memory, where what lasts from piece to piece is kept:
//
//   timestamp, bytes handed out by alloca(), whether the cut clause under way still runs, and the
//   conditions of its `if`s; all this-> variables; the record of the cut clause
//
// That record is a draft: memory reserved in the ring buffer cannot outlast a piece.
#include "codegen/builtins.h"
#include "codegen/clauses.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/firing.h"
#include "codegen/records.h"
#include "codegen/scratch.h"
#include "codegen/variables.h"

#include <dtrace/abi/state.h>

#include <llvm/IR/InlineAsm.h>

namespace dtrace::codegen {

using namespace typed;

namespace {
constexpr uint64_t carry_timestamp = 0, carry_allocated = 8, carry_flags = 24;
} // namespace

// The verifier walks every way through a program, and joins two where they meet only when nothing
// that it knows differs and may still matter. So between the statements of a large program nothing
// stays in registers that depends on the way taken: not what a variable was last set to, not whether
// something was looked up before.
void Clauses::join_ways() {
  if (!fn_.large)
    return;
  auto *type = llvm::FunctionType::get(b_.getVoidTy(), false);
  constexpr bool has_effect = true;
  b_.CreateCall(type, llvm::InlineAsm::get(type, "", "~{memory}", has_effect));
  builtins_.forget();
  variables_.forget();
}

llvm::Value *Clauses::carried(uint64_t offset) {
  const auto &slot = scratch_.late_slot(this, carry_flags + 8 * fn_.flags, false);
  return at(scratch_.late_address(slot), offset);
}

llvm::Value *Clauses::flag(uint32_t index) { return carried(carry_flags + 8 * index); }

void Clauses::resume() {
  scratch_.with_scratch([&] {
    if (fn_.piece == 0) {
      scratch_.scratch();
      return;
    }
    store(load(b_.getInt64Ty(), carried(carry_timestamp)), context_field(ContextField::timestamp));
    scratch_.set_allocated(load(b_.getInt64Ty(), carried(carry_allocated)));
  });
}

void Clauses::call_next_piece() {
  scratch_.with_scratch([&] {
    store(load(b_.getInt64Ty(), context_field(ContextField::timestamp)), carried(carry_timestamp));
    store(scratch_.allocated(), carried(carry_allocated));
  });
  llvm::GlobalVariable *map = unit_.pieces_map(fn_.index, fn_.pieces);
  helper(Helper::TailCall, b_.getInt64Ty(), {fn_.bpf_context, map, number(fn_.piece + 1)});
}

void Clauses::part(const Part &part) {
  Block *next = block("next");
  now_.clause = part.enabling->clause;
  now_.layout = &unit_.manifest.clauses[now_.clause->record];
  now_.end = block("clause_end");
  faults_.begin_clause();
  records_.begin_clause();
  in_part_ = true;
  now_.skip_pieces = [this] { store(number(0), carried(carry_live)); };
  join_ways();
  begin_part(part);
  part_statements(part);
  jump(now_.end);
  fault_block();
  begin(now_.end);
  in_part_ = false;
  now_.skip_pieces = nullptr;
  end_enabling(*part.enabling, next);
}

void Clauses::begin_part(const Part &part) {
  Block *body = block("body");
  now_.action = in_predicate;
  scratch_.with_scratch([&] {
    now_.enabling = part.enabling;
    if (!part.first) {
      if (part.enabling->fires_as)
        store(number(part.enabling->fires_as->id, 4), context_field(ContextField::probe));
      Value *live = load(b_.getInt64Ty(), carried(carry_live));
      branch(b_.CreateICmpNE(live, number(0)), body, now_.end);
      return;
    }
    store(number(0), carried(carry_live));
    firing_.branch_to_members(*part.enabling, now_.end);
    if (now_.clause->predicate) {
      Block *runs = block("runs");
      branch(expressions_.truth(*now_.clause->predicate), runs, now_.end);
      begin(runs);
    }
    store(number(1), carried(carry_live));
    if (now_.clause->records)
      records_.begin_draft();
    jump(body);
  });
  begin(body);
}

void Clauses::part_statements(const Part &part) {
  scratch_.with_scratch([&] {
    if (now_.clause->records)
      records_.take_draft();
    for (const Step &one : part.steps)
      step(one);
    if (part.last && now_.clause->records)
      records_.hand_over_draft();
  });
}

void Clauses::step(const Step &step) {
  Block *run = block("step"), *after = block("after");
  Value *wanted = b_.getTrue();
  for (const Step::Guard &guard : step.guards) {
    Value *set = b_.CreateICmpNE(load(b_.getInt64Ty(), flag(guard.flag)), number(0));
    wanted = b_.CreateAnd(wanted, guard.wanted ? set : b_.CreateNot(set));
  }
  branch(wanted, run, after);
  begin(run);
  now_.action = step.action;
  if (step.only_condition) {
    Value *condition = b_.CreateZExt(expressions_.truth(*step.statement->expression), b_.getInt64Ty());
    store(condition, flag(step.flag));
    scratch_.end_temporaries();
  } else {
    statement(*step.statement);
  }
  jump(after);
  begin(after);
}

} // namespace dtrace::codegen
