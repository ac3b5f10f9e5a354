// Stage: codegen. Clauses, whole or cut into parts: predicate, statements, where the record is
// reserved, and what happens after a fault.
#pragma once
#include "codegen/code.h"
#include "codegen/pieces.h"

namespace dtrace::codegen {

class Faults;
class Scratch;
class Firing;
class Expressions;
class Variables;
class Builtins;
class Records;
class Actions;
class Aggregations;

class Clauses : Code {
public:
  Clauses(FunctionState &fn, Faults &faults, Scratch &scratch, Firing &firing,
          Expressions &expressions, Variables &variables, Builtins &builtins, Records &records,
          Actions &actions, Aggregations &aggregations)
      : Code(fn), faults_(faults), scratch_(scratch), firing_(firing), expressions_(expressions),
        variables_(variables), builtins_(builtins), records_(records), actions_(actions),
        aggregations_(aggregations) {}

  void enabling(const typed::Enabling &enabling);
  void resume();
  void call_next_piece();
  void part(const Part &part);

private:
  void record_statement(const typed::Statement &statement);
  void aggregate_statement(const typed::Statement &statement);
  static constexpr uint64_t carry_live = 16;
  static constexpr uint32_t in_predicate = UINT32_MAX;
  void end_enabling(const typed::Enabling &enabling, Block *next);
  void clause(const typed::Clause &clause);
  void statements(const std::vector<typed::Statement *> &list);
  void statement(const typed::Statement &statement);
  void expression_statement(const typed::Statement &statement);
  void if_statement(const typed::Statement &statement);
  bool has_other_effects(const std::vector<typed::Statement *> &list);
  void fault_block();
  void join_ways();                 // in large programs: forgets what differs between ways to here
  Value *carried(uint64_t offset);
  void begin_part(const Part &part);
  void part_statements(const Part &part);
  void step(const Step &step);
  Value *flag(uint32_t index);

  Faults &faults_;
  Scratch &scratch_;
  Firing &firing_;
  Expressions &expressions_;
  Variables &variables_;
  Builtins &builtins_;
  Records &records_;
  Actions &actions_;
  Aggregations &aggregations_;
  bool in_part_ = false; // of a cut clause: its record is a draft in scratch memory
};

} // namespace dtrace::codegen
