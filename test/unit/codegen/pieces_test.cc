// How programs are cut into pieces (codegen/pieces.h): what a piece runs, and in which order.
#include "../codegen/typed_maker.h"
#include "codegen/pieces.h"

#include <gtest/gtest.h>

namespace dtrace::test {

using codegen::cut;
using codegen::most_pieces;
using codegen::Part;
using codegen::Piece;
using codegen::Step;

namespace {
constexpr uint64_t little = 64; // the least that a piece may be asked to weigh

void add_statements(TypedMaker &maker, Clause *clause, int count) {
  for (int i = 0; i < count; i++)
    maker.action(clause, "trace", {maker.execname()});
}

Statement *make_if(TypedMaker &maker, Clause *inside) {
  auto *made = maker.program.arena.make<Statement>();
  made->kind = StatementKind::If;
  made->expression = maker.pid();
  made->body = std::move(inside->statements);
  inside->statements = {made};
  return made;
}

// All statements of a clause, in the order in which the pieces run them.
std::vector<const Statement *> statements_of(const std::vector<Piece> &pieces, const Clause *clause) {
  std::vector<const Statement *> all;
  for (const Piece &piece : pieces)
    for (const Part &part : piece.parts)
      for (const Step &step : part.steps)
        if (part.enabling->clause == clause)
          all.push_back(step.statement);
  return all;
}
} // namespace

TEST(Pieces, ALightProgramIsOneOfWholeClauses) {
  TypedMaker maker;
  BpfProgram &program = maker.begin_program();
  for (int i = 0; i < 3; i++)
    add_statements(maker, maker.add_clause(program), 2);
  uint32_t flags = 9;
  const std::vector<Piece> pieces = cut(program, 12'000, flags);
  ASSERT_EQ(pieces.size(), 1u);
  ASSERT_EQ(pieces[0].parts.size(), 3u);
  for (const Part &part : pieces[0].parts)
    EXPECT_TRUE(part.whole());
  EXPECT_EQ(flags, 0u);
}

TEST(Pieces, ClausesGoInOrderAndStayWholeWhereTheyFit) {
  TypedMaker maker;
  BpfProgram &program = maker.begin_program();
  for (int i = 0; i < 20; i++)
    add_statements(maker, maker.add_clause(program), 1);
  uint32_t flags = 0;
  const std::vector<Piece> pieces = cut(program, little, flags);
  EXPECT_GT(pieces.size(), 1u);
  size_t number = 0;
  for (const Piece &piece : pieces)
    for (const Part &part : piece.parts) {
      EXPECT_TRUE(part.whole());
      EXPECT_EQ(part.enabling, &program.enablings[number++]);
    }
  EXPECT_EQ(number, 20u);
}

TEST(Pieces, AHeavyClauseIsCutBetweenItsStatements) {
  TypedMaker maker;
  BpfProgram &program = maker.begin_program();
  Clause *clause = maker.add_clause(program);
  add_statements(maker, clause, 30);
  uint32_t flags = 0;
  const std::vector<Piece> pieces = cut(program, 200, flags);
  ASSERT_GT(pieces.size(), 1u);
  const std::vector<const Statement *> run = statements_of(pieces, clause);
  EXPECT_TRUE(std::ranges::equal(run, clause->statements));
  for (size_t i = 0; i < pieces.size(); i++) {
    ASSERT_EQ(pieces[i].parts.size(), 1u);
    EXPECT_EQ(pieces[i].parts[0].first, i == 0) << "the predicate is asked once";
    EXPECT_EQ(pieces[i].parts[0].last, i + 1 == pieces.size()) << "the record goes out once";
    uint64_t code_size = 0;
    for (const Step &step : pieces[i].parts[0].steps) {
      code_size += step.code_size;
      EXPECT_TRUE(step.guards.empty());
    }
    EXPECT_LE(code_size, 200u);
  }
  EXPECT_EQ(flags, 0u);
}

TEST(Pieces, AnIfIsCutByAFlagThatGuardsWhatIsInIt) {
  TypedMaker maker;
  BpfProgram &program = maker.begin_program();
  Clause *clause = maker.add_clause(program);
  add_statements(maker, clause, 20);
  Statement *condition = make_if(maker, clause);
  Clause *other = maker.add_clause(program);
  add_statements(maker, other, 20);
  condition->otherwise = std::move(other->statements);
  other->statements.clear();
  uint32_t flags = 0;
  const std::vector<Piece> pieces = cut(program, 200, flags);
  EXPECT_EQ(flags, 1u);
  size_t number = 0;
  for (const Piece &piece : pieces)
    for (const Part &part : piece.parts)
      for (const Step &step : part.steps) {
        if (number++ == 0) {
          EXPECT_TRUE(step.only_condition && step.guards.empty());
          EXPECT_EQ(step.statement, condition);
          continue;
        }
        ASSERT_EQ(step.guards.size(), 1u);
        EXPECT_EQ(step.guards[0].flag, 0u);
        EXPECT_EQ(step.guards[0].wanted, number <= 21) << number;
        EXPECT_EQ(step.action, number - 1) << "faults name the statement as if nothing was cut";
      }
  EXPECT_EQ(number, 41u);
}

TEST(Pieces, AreNeverMoreThanTheKernelCalls) {
  TypedMaker maker;
  BpfProgram &program = maker.begin_program();
  Clause *clause = maker.add_clause(program);
  add_statements(maker, clause, 2000);
  uint32_t flags = 0;
  const std::vector<Piece> pieces = cut(program, little, flags);
  EXPECT_LE(pieces.size(), most_pieces);
  EXPECT_EQ(statements_of(pieces, clause).size(), 2000u);
}

// One that keeps arguments for another, say.
TEST(Pieces, AProgramWithoutClausesIsOne) {
  TypedMaker maker;
  uint32_t flags = 0;
  const std::vector<Piece> pieces = cut(maker.begin_program(), 100, flags);
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_TRUE(pieces[0].parts.empty());
}

TEST(Pieces, EachIsAFunctionAndAllButTheLastCallOn) {
  TypedMaker maker;
  BpfProgram &program = maker.begin_program();
  Clause *clause = maker.add_clause(program);
  add_statements(maker, clause, 400);
  maker.intern_functions();
  auto module = generate(maker.program, {.cpus = 2, .piece_size = 2000}, 1 << 20, 1 << 20, 4 << 20);
  ASSERT_TRUE(module) << module.error().message;
  uint32_t flags = 0;
  const size_t expected = cut(program, 2000, flags).size();
  ASSERT_GT(expected, 1u);
  const std::string ir = dump(**module);
  size_t functions = 0, calls = 0;
  for (size_t at = 0; (at = ir.find("section \"prog/BEGIN\"", at)) != ir.npos; at++)
    functions++;
  for (size_t at = 0; (at = ir.find("call i64 inttoptr (i64 12 to ptr)", at)) != ir.npos; at++)
    calls++;
  EXPECT_EQ(functions, expected);
  EXPECT_EQ(calls, expected - 1) << "bpf_tail_call";
}

} // namespace dtrace::test
