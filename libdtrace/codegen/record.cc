// Stage: codegen. A clause's record: reserved in the ring buffer at its exact size, filled in place,
// submitted at the clause's end. If there is no room, the drop is counted, and the clause still
// does everything else.
#include "base/enum_size.h"
#include "codegen/actions.h"
#include "codegen/expressions.h"
#include "codegen/firing.h"
#include "codegen/records.h"
#include "codegen/scratch.h"
#include "codegen/stacks.h"
#include "codegen/strings.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>
#include <dtrace/abi/state.h>

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

// probe, clause and CPU, in one word (little and big endian alike: made of the parts' places).
llvm::Value *Records::record_header(uint16_t clause) {
  const auto shift = [](size_t offset, size_t size) {
    const size_t bits = offset * 8;
    return std::endian::native == std::endian::little ? bits : 64 - bits - size * 8;
  };
  Value *cpu = helper(Helper::GetSmpProcessorId, b_.getInt64Ty(), {});
  Value *probe = b_.CreateZExt(firing_.id(), b_.getInt64Ty());
  Value *low = b_.CreateOr(b_.CreateShl(probe, shift(offsetof(dt_record, probe), 4)),
                           number(uint64_t{clause} << shift(offsetof(dt_record, clause), 2)));
  return b_.CreateOr(low, b_.CreateShl(b_.CreateAnd(cpu, 0xffff), shift(offsetof(dt_record, cpu), 2)));
}

void Records::begin_record(Value *record) {
  store(record_header(now_.clause->record), record, 8);
  if (unit_.manifest.timed)
    store(runtime("dt_timestamp", {fn_.context}, now_.clause->span),
          at(record, offsetof(dt_timed_record, time)));
  if (now_.layout->speculation >= 0)
    store(number(0, 4), at(record, now_.layout->speculation));
  for (const ActionRecord &action : now_.layout->actions)
    if (action.guard >= 0)
      store(number(0, 1), at(record, action.guard));
}

// `others`: the clause goes on without a record, for what it does besides.
void Records::reserve(bool others) {
  Value *made = runtime("dt_reserve", {size(), urgent()}, now_.clause->span);
  set(record_, made);
  Block *room = block("room"), *full = block("full"), *next = block("next");
  branch(b_.CreateIsNotNull(made), room, full);
  begin(full);
  set(reserved_, hidden(number(0)));
  count_drop(offsetof(dt_cpu, record_drops));
  jump(others ? next : now_.end);
  begin(room);
  set(reserved_, hidden(number(1)));
  begin_record(made);
  jump(next);
  begin(next);
  certain_ = !others;
}

// Kernels up to 6.1 take a pointer that was found not to be null for null again at the next test. So
// a number says whether there is a record, one that LLVM cannot tell from any other.
llvm::Value *Records::has_record() {
  Value *has = is_draft_ ? load(b_.getInt64Ty(), draft_word(draft_wanted)) : get(reserved_);
  return b_.CreateICmpNE(has, number(0));
}

// Of ERROR and END, whose records find room in a buffer that others have filled.
llvm::Value *Records::urgent() {
  const bool of_end = program_.probes.size() == 1 &&
                      program_.probes[0].id == unit_.manifest.end_probe;
  return number(fn_.is_error_probe || of_end);
}

llvm::Value *Records::size() { return number(now_.layout->size); }

void Records::give_up_record() {
  if (is_draft_)
    return store(number(0), draft_word(draft_wanted));
  runtime("dt_discard", {get(record_), size()}, now_.clause->span);
  set(reserved_, hidden(number(0)));
}

// The records that this clause's commit() releases are lost if the clause's own record is lost.
void Records::count_lost_commits() {
  if (!commits())
    return;
  Value *records = is_draft_ ? load(b_.getInt64Ty(), draft_word(draft_at_stake)) : get(at_stake_);
  count_drops(offsetof(dt_cpu, speculation_drops), records);
}

bool Records::commits() const {
  return std::ranges::any_of(now_.layout->actions, [](const ActionRecord &action) {
    return action.kind == ActionKind::Commit;
  });
}

llvm::Value *Records::at_stake() {
  return is_draft_ ? draft_word(draft_at_stake) : at_stake_.slot;
}

// Fills the record where there is one.
void Records::with_record(const std::function<void(Value *)> &body) {
  Value *record = get(record_);
  if (certain_)
    return body(record);
  if_then(has_record(), [&] { body(record); }, "record");
}

void Records::submit() {
  if (!now_.clause->records)
    return;
  Value *record = get(record_);
  const auto hand_over = [&] {
    runtime("dt_submit", {record, size()}, now_.clause->span);
  };
  if (certain_)
    hand_over();
  else
    if_then(has_record(), hand_over, "submit");
}

// An action: its effect in the kernel, then its fields. Values that do something are made whether or
// not there is a record.
void Records::record(const Statement &statement) {
  Value *first = actions_.act(statement);
  const ActionRecord &action = now_.layout->actions[statement.action];
  with_record([&](Value *record) {
    if (action.guard >= 0)
      store(number(1, 1), at(record, action.guard));
    size_t next = 0;
    for (const Field &field : action.fields) {
      if (field.is_constant)
        continue;
      if (next == 0 && first)
        store(resized(first, field.size, true), at(record, field.offset));
      else if (next < statement.values.size())
        write_field(field, *statement.values[next], at(record, field.offset));
      next++;
    }
  });
}

// ---- Fields -----------------------------------------------------------------------------------

Records::FieldWriter Records::field_writer(FieldKind kind) {
  using P = Records;
  static constexpr FieldWriter writers[] = {
      &P::write_integer,        &P::write_string,       &P::write_interned,
      &P::write_raw,            &P::write_stack, &P::write_stack,
      &P::write_kernel_address, &P::write_user_address, &P::write_stack,
      &P::write_stack};
  static_assert(std::size(writers) == enum_size<FieldKind>);
  return writers[static_cast<size_t>(kind)];
}

void Records::write_integer(const Field &field, const Expr &expr, Value *to) {
  store(resized(expressions_.value(expr), field.size, scalar_is_signed(expr.type)), to);
}

void Records::write_string(const Field &field, const Expr &expr, Value *to) {
  strings_.write_text(expr, to, field.size, false);
}

void Records::write_interned(const Field &, const Expr &expr, Value *to) {
  store(strings_.interned_id(expr), to);
}

void Records::write_raw(const Field &field, const Expr &expr, Value *to) {
  variables_.write_bytes(expr, to, field.size);
}

// sym(address) and its like: the address is the call's argument.
llvm::Value *Records::traced_address(const Expr &expr) {
  if (expr.kind == ExprKind::Builtin)
    if (const auto &call = static_cast<const BuiltinExpr &>(expr);
        call.row->action == ActionKind::Symbol && !call.arguments.empty())
      return expressions_.value(*call.arguments[0]);
  return expressions_.value(expr);
}

void Records::write_kernel_address(const Field &, const Expr &expr, Value *to) {
  store(traced_address(expr), to);
}

void Records::write_user_address(const Field &, const Expr &expr, Value *to) {
  store(process_id(), to);
  store(traced_address(expr), at(to, 8));
}

// ---- Of clauses that are cut --------------------------------------------------------------------

// Behind a draft: whether it is to be handed over, and what commits of it have at stake.
llvm::Value *Records::draft() {
  const uint64_t bytes = now_.layout->size + draft_words;
  return scratch_.late_address(scratch_.late_slot(now_.layout, bytes, false));
}

llvm::Value *Records::draft_word(uint64_t offset) { return at(draft(), now_.layout->size + offset); }

void Records::begin_draft() {
  begin_record(draft());
  store(number(1), draft_word(draft_wanted));
  store(number(0), draft_word(draft_at_stake));
}

void Records::take_draft() {
  set(record_, draft());
  certain_ = is_draft_ = true;
}

void Records::hand_over_draft() {
  if_then(has_record(), [&] {
    Value *done = runtime("dt_output", {get(record_), size(), urgent()}, now_.clause->span);
    if_then(b_.CreateICmpEQ(done, number(0, 4)), [&] {
      count_drop(offsetof(dt_cpu, record_drops));
      count_lost_commits();
    }, "full");
  }, "wanted");
}

void Records::start_function() {
  record_ = cell(b_.getPtrTy(), "record");
  reserved_ = cell(b_.getInt64Ty(), "reserved");
  at_stake_ = cell(b_.getInt64Ty(), "at_stake");
}

void Records::begin_clause() {
  certain_ = is_draft_ = false;
  set(at_stake_, number(0));
  set(record_, llvm::ConstantPointerNull::get(b_.getPtrTy()));
  set(reserved_, number(0));
}

void Records::write_field(const Field &field, const Expr &expr, Value *to) {
  (this->*field_writer(field.kind))(field, expr, to);
}

void Records::write_stack(const Field &field, const Expr &expr, Value *to) {
  if (is_kept_stack(expr.type))
    return write_integer(field, expr, to);
  stacks_.write_stack(field, expr, to);
}

} // namespace dtrace::codegen
