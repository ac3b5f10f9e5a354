// Stage: codegen. A clause's record: reserved in the ring buffer at its exact size, filled in place,
// submitted at the clause's end; of a clause that is cut, a draft in scratch memory.
#pragma once
#include "codegen/code.h"

namespace dtrace::codegen {

class Scratch;
class Firing;
class Expressions;
class Variables;
class Strings;
class Stacks;
class Actions;

class Records : Code {
public:
  Records(FunctionState &fn, Scratch &scratch, Firing &firing, Expressions &expressions,
          Variables &variables, Strings &strings, Stacks &stacks, Actions &actions)
      : Code(fn), scratch_(scratch), firing_(firing), expressions_(expressions),
        variables_(variables), strings_(strings), stacks_(stacks), actions_(actions) {}

  void start_function(); // makes the cells
  void begin_clause();
  void write_field(const Field &field, const typed::Expr &expr, Value *to);
  void begin_draft();
  void take_draft(); // in each piece of the clause
  Value *record_header(uint16_t clause);
  void reserve(bool others);
  Value *has_record();
  void give_up_record();
  void count_lost_commits(); // with a record that is lost or given up
  Value *at_stake();         // a word for dt_speculation_commit()
  void submit();
  void record(const typed::Statement &statement);
  void hand_over_draft();

private:
  using FieldWriter = void (Records::*)(const Field &, const typed::Expr &, Value *);
  void write_stack(const Field &field, const typed::Expr &expr, Value *to);
  void begin_record(Value *record);
  void with_record(const std::function<void(Value *)> &body);
  static FieldWriter field_writer(FieldKind kind);
  void write_integer(const Field &field, const typed::Expr &expr, Value *to);
  void write_string(const Field &field, const typed::Expr &expr, Value *to);
  void write_interned(const Field &field, const typed::Expr &expr, Value *to);
  void write_raw(const Field &field, const typed::Expr &expr, Value *to);
  void write_kernel_address(const Field &field, const typed::Expr &expr, Value *to);
  void write_user_address(const Field &field, const typed::Expr &expr, Value *to);
  Value *traced_address(const typed::Expr &expr);

  Scratch &scratch_;
  Firing &firing_;
  Expressions &expressions_;
  Variables &variables_;
  Strings &strings_;
  Stacks &stacks_;
  Actions &actions_;
  static constexpr uint64_t draft_wanted = 0, draft_at_stake = 8, draft_words = 16;
  Value *draft();
  Value *draft_word(uint64_t offset);
  bool commits() const; // whether the clause has a commit()
  Value *size();
  Value *urgent();

  Cell record_{}, reserved_{}, at_stake_{};
  bool is_draft_ = false;
  bool certain_ = false; // the record is not null from here to the clause's end
};

} // namespace dtrace::codegen
