// The reference programs' output, from hand-built records.
#include <gtest/gtest.h>

#include "session.h"
#include "types/type.h"

namespace dtrace::test {
namespace {

const std::string head = "CPU     ID                    FUNCTION:NAME\n";
const std::string begin_line = "  0      1                           :BEGIN ";

TEST(Reference, TraceDefault) {
  Session s;
  ClauseRecord &c = s.clause();
  for (const Field &field :
       {integer(4), text(4), integer(1), integer(2), integer(8), integer(4, false)})
    s.action(c, ActionKind::Trace, {field});
  s.action(c, ActionKind::Exit, {integer(4)});
  Sample r(s, c, 1);
  const int64_t values[] = {1, 0, 3, -4, 0x123456789, 0xffffffff, 0};
  for (size_t i = 0; i < 7; i++)
    if (i != 1)
      r.put(c.actions[i].fields[0], values[i]);
  r.put(c.actions[1].fields[0], "two");
  s.take(r);
  EXPECT_EQ(s.finish(), head + begin_line +
                            "          1  two                                 3    -4          "
                            "4886718345 4294967295\n");
  EXPECT_EQ(s.consumer().exit_status(), 0);
}

TEST(Reference, TraceQuiet) {
  Session s;
  s.quiet();
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Trace, {integer(4)});
  s.action(c, ActionKind::Trace, {text(4)});
  s.action(c, ActionKind::Trace, {integer(8)});
  s.take(Sample(s, c, 1)
             .put(c.actions[0].fields[0], 1)
             .put(c.actions[1].fields[0], "two")
             .put(c.actions[2].fields[0], -3));
  EXPECT_EQ(s.finish(), "1two-3");
}

TEST(Reference, TraceTwoClauses) {
  Session s;
  ClauseRecord &a = s.clause(), &exit = s.clause(), &end = s.clause();
  s.action(a, ActionKind::Trace, {text(2)});
  s.action(exit, ActionKind::Exit, {constant(0)});
  s.action(end, ActionKind::Trace, {text(4)});
  s.take(Sample(s, a, 1).put(a.actions[0].fields[0], "a"));
  s.take(Sample(s, a, 1).put(a.actions[0].fields[0], "b"));
  s.take(Sample(s, exit, 1));
  s.take(Sample(s, end, 2).put(end.actions[0].fields[0], "end"));
  EXPECT_EQ(
      s.finish(),
      head + begin_line + "  a                                \n" + begin_line +
          "  b                                \n" + begin_line + "\n" +
          "  0      2                             :END   end                              \n");
}

TEST(Reference, FlowIndent) {
  Session s;
  s.set("flowindent");
  s.probe(100, "syscall", "vmlinux", "getppid", "entry");
  s.probe(101, "syscall", "vmlinux", "getppid", "return");
  ClauseRecord &in = s.clause(), &out = s.clause();
  s.action(in, ActionKind::Trace, {text(3)});
  s.action(out, ActionKind::Trace, {text(4)});
  s.take(Sample(s, in, 100).put(in.actions[0].fields[0], "in"));
  s.take(Sample(s, out, 101).put(out.actions[0].fields[0], "out"));
  EXPECT_EQ(s.finish(),
            "CPU FUNCTION                                 \n"
            "  0  => getppid                                 in                               \n"
            "  0  <= getppid                                 out                              \n");
}

TEST(Reference, SetoptTakesEffectWithinTheRecord) {
  Session s;
  ClauseRecord &c = s.clause();
  s.set_words(s.action(c, ActionKind::Setopt), {"quiet", "1"});
  s.print(c, ActionKind::Printf, "quiet now\n");
  s.take(Sample(s, c, 1));
  EXPECT_EQ(s.finish(), head + begin_line + "quiet now\n");
  EXPECT_EQ(s.error(), "");
}

TEST(Reference, ErrorProbe) {
  Session s;
  SourceSet sources;
  const std::string script = "BEGIN\n{\n\t*(int *)8;\n\ttrace(\"not reached\");\n}\n";
  Source *source = sources.add(SourceKind::Script, "error-probe.d", script);
  ClauseRecord &faulting = s.clause(), &exit = s.clause(), &error = s.clause();
  faulting.span = {source, 0, static_cast<uint32_t>(script.size())};
  const auto at = static_cast<uint32_t>(script.find('*'));
  faulting.statements = {{source, at, at + 10}};
  s.action(exit, ActionKind::Exit, {integer(4)});
  s.print(error, ActionKind::Printf, "error %d %d %d %x",
          {integer(4), integer(8), integer(8), integer(8)});
  const auto &fields = error.actions[0].fields;
  s.take(fault_sample(1, 0, 0, DT_FAULT_BADADDR, 8));
  s.take(Sample(s, error, 3).put(fields[0], 1).put(fields[2], 1).put(fields[3], 8));
  s.take(Sample(s, exit, 1));
  EXPECT_EQ(s.finish(), head + begin_line + "\n" +
                            "  0      3                           :ERROR error 1 0 1 8\n");
  EXPECT_EQ(s.error(), "dtrace: error in clause 1 (error-probe.d:3) for probe ID 1 "
                       "(dtrace:::BEGIN): invalid address (0x8)\n");
}

TEST(Reference, Speculation) {
  Session s;
  s.quiet();
  s.set("nspec", "2");
  ClauseRecord &kept = s.clause(), &dropped = s.clause(), &end = s.clause(), &last = s.clause();
  for (ClauseRecord *c : {&kept, &dropped})
    c->speculation = s.place(*c, integer(4)).offset;
  s.print(kept, ActionKind::Printf, "kept\n");
  s.print(dropped, ActionKind::Printf, "dropped\n");
  s.action(end, ActionKind::Commit, {integer(4)});
  s.action(end, ActionKind::Discard, {integer(4)});
  s.print(last, ActionKind::Printf, "main\n");
  const Field id{.offset = 8, .size = 4};
  s.take(Sample(s, kept, 1).put(id, 1));
  s.take(Sample(s, dropped, 1).put(id, 2));
  EXPECT_EQ(s.out(), "");
  s.take(Sample(s, end, 1).put(end.actions[0].fields[0], 1).put(end.actions[1].fields[0], 2));
  s.take(Sample(s, last, 1));
  EXPECT_EQ(s.finish(), "kept\nmain\n");
}

TEST(Reference, PrintStruct) {
  TypeGraph types;
  Type *inner = types.declare_struct(TypeKind::Struct, "");
  types.complete_struct(inner, TypeKind::Struct, {{"y", types.integer(8, true), {}}});
  Type *pt = types.declare_struct(TypeKind::Struct, "pt");
  const Type *character = types.make(
      {.kind = TypeKind::Integer, .name = "char", .size = 1, .is_signed = true, .is_char = true});
  types.complete_struct(
      pt, TypeKind::Struct,
      {{"x", types.int_type(), {}}, {"name", types.array_of(character, 8), {}}, {"in", inner, {}}});
  Session s;
  ClauseRecord &c = s.clause();
  Field value = bytes(24);
  value.type = pt;
  s.action(c, ActionKind::Print, {value, integer(8, false)});
  struct {
    int x;
    char name[8];
    long y;
  } pt_value{7, "hi", -8};
  static_assert(sizeof pt_value == 24);
  s.take(Sample(s, c, 1)
             .put(c.actions[0].fields[0],
                  std::string_view(reinterpret_cast<char *>(&pt_value), sizeof pt_value))
             .put(c.actions[0].fields[1], static_cast<int64_t>(0xffffe8ffffc15bc8)));
  EXPECT_EQ(s.finish(), head + begin_line +
                            "0xffffe8ffffc15bc8 = *\n"
                            "                                            (struct pt) {\n"
                            "                                             .x = (int)7,\n"
                            "                                             .name = (char [8]) [\n"
                            "                                              (char)'h',\n"
                            "                                              (char)'i',\n"
                            "                                             ],\n"
                            "                                             .in = (struct) {\n"
                            "                                              .y = (long)-8,\n"
                            "                                             },\n"
                            "                                            }\n"
                            "\n");
}

TEST(Reference, Tracemem) {
  Session s;
  s.quiet();
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Tracemem, {bytes(20)});
  s.action(c, ActionKind::Tracemem, {bytes(20), constant(8)});
  std::string memory(20, '\0');
  memory[0] = 'D', memory[1] = 'T', memory[17] = '!';
  s.take(Sample(s, c, 1).put(c.actions[0].fields[0], memory).put(c.actions[1].fields[0], memory));
  EXPECT_EQ(s.finish(),
            "\n             0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f  0123456789abcdef\n"
            "         0: 44 54 00 00 00 00 00 00 00 00 00 00 00 00 00 00  DT..............\n"
            "        10: 00 21 00 00                                      .!..\n"
            "\n             0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f  0123456789abcdef\n"
            "         0: 44 54 00 00 00 00 00 00                          DT......\n");
}

TEST(Reference, AggregationKeyed) {
  Session s;
  const uint32_t k = s.aggregation("k", AggregationKind::Count, {text(32), integer(4)});
  s.update(k, Key().add("one", 32).add(1));
  s.update(k, Key().add("two", 32).add(-2), 0, 1);
  s.update(k, Key().add("two", 32).add(-2), 0, 3);
  s.update(k, Key().add("a longer key than the column", 32).add(3));
  EXPECT_EQ(s.finish(),
            "  a longer key than the column                              3                1\n"
            "  one                                                       1                1\n"
            "  two                                                      -2                2\n");
}

TEST(Reference, AggregationScalarDefault) {
  Session s;
  const AggregationKind kinds[] = {AggregationKind::Count, AggregationKind::Sum,
                                   AggregationKind::Avg,   AggregationKind::Min,
                                   AggregationKind::Max,   AggregationKind::Stddev};
  const std::vector<int64_t> values[] = {{0},    {10, -3}, {10, 5},
                                         {4, 9}, {4, 9},   {2, 4, 4, 4, 5, 5, 7, 9}};
  for (size_t i = 0; i < 6; i++) {
    const uint32_t a = s.aggregation("a", kinds[i]);
    uint32_t cpu = 0;
    for (const int64_t value : values[i])
      s.update(a, {}, value, cpu++ % FakeKernel::cpus);
  }
  EXPECT_EQ(s.finish(), "                1\n"
                        "                7\n"
                        "                7\n"
                        "                4\n"
                        "                9\n"
                        "                2\n");
}

TEST(Reference, AggregationSortOptions) {
  Session s;
  s.set("aggsortkey");
  s.set("aggsortrev");
  const uint32_t a = s.aggregation("a", AggregationKind::Sum, {text(2)});
  s.update(a, Key().add("b", 2), 1);
  s.update(a, Key().add("a", 2), 2);
  s.update(a, Key().add("c", 2), 3);
  EXPECT_EQ(s.finish(), "  c                                                                 3\n"
                        "  b                                                                 1\n"
                        "  a                                                                 2\n");
}

TEST(Reference, Normalize) {
  Session s;
  s.quiet();
  const uint32_t a = s.aggregation("a", AggregationKind::Sum, {text(2)});
  ClauseRecord &c = s.clause(), &end = s.clause();
  s.action(c, ActionKind::Normalize, {constant(100)}).aggregations = {a};
  s.print(c, ActionKind::Printa, "%s %@d\n").aggregations = {a};
  s.action(c, ActionKind::Denormalize).aggregations = {a};
  s.print(c, ActionKind::Printa, "%s %@d\n").aggregations = {a};
  s.action(end, ActionKind::Trunc).aggregations = {a};
  s.update(a, Key().add("x", 2), 1000);
  s.update(a, Key().add("y", 2), 2500);
  s.take(Sample(s, c, 1));
  s.take(Sample(s, end, 2));
  EXPECT_EQ(s.finish(), "x 10\ny 25\nx 1000\ny 2500\n");
}

TEST(Reference, PrintaTwo) {
  Session s;
  s.quiet();
  const uint32_t a = s.aggregation("a", AggregationKind::Count, {text(2)});
  const uint32_t b = s.aggregation("b", AggregationKind::Sum, {text(8)});
  ClauseRecord &c = s.clause();
  s.print(c, ActionKind::Printa, "%-10s %@5d %@5d\n").aggregations = {a, b};
  s.action(c, ActionKind::Trunc).aggregations = {a};
  s.action(c, ActionKind::Trunc).aggregations = {b};
  s.update(a, Key().add("x", 2));
  s.update(b, Key().add("x", 8), 3);
  s.update(b, Key().add("y", 8), 4);
  s.take(Sample(s, c, 1));
  EXPECT_EQ(s.finish(), "y              0     4\n"
                        "x              1     3\n");
}

TEST(Reference, Printa) {
  Session s;
  s.quiet();
  const uint32_t a = s.aggregation("a", AggregationKind::Count, {text(2), integer(4)});
  ClauseRecord &c = s.clause(), &end = s.clause();
  s.print(c, ActionKind::Printa, "%-10s %5d %@5d\n").aggregations = {a};
  s.print(c, ActionKind::Printa, "%@d\n").aggregations = {a};
  s.action(c, ActionKind::Printa).aggregations = {a};
  s.action(end, ActionKind::Clear).aggregations = {a};
  s.action(end, ActionKind::Trunc).aggregations = {a};
  s.update(a, Key().add("x", 2).add(1));
  s.update(a, Key().add("y", 2).add(2));
  s.update(a, Key().add("y", 2).add(2));
  s.take(Sample(s, c, 1));
  s.take(Sample(s, end, 2));
  EXPECT_EQ(s.finish(),
            "x              1     1\n"
            "y              2     2\n"
            "1\n"
            "2\n"
            "\n"
            "  x                                                         1                1\n"
            "  y                                                         2                2\n");
}

TEST(Reference, Trunc) {
  Session s;
  s.quiet();
  const uint32_t a = s.aggregation("a", AggregationKind::Sum, {integer(4)});
  ClauseRecord &c = s.clause(), &end = s.clause();
  s.action(c, ActionKind::Trunc, {constant(2)}).aggregations = {a};
  s.action(c, ActionKind::Printa).aggregations = {a};
  s.action(c, ActionKind::Trunc, {constant(-1)}).aggregations = {a};
  s.action(c, ActionKind::Printa).aggregations = {a};
  s.action(end, ActionKind::Trunc).aggregations = {a};
  for (int i = 1; i <= 4; i++)
    s.update(a, Key().add(i), 10 * i);
  s.take(Sample(s, c, 1));
  s.take(Sample(s, end, 2));
  EXPECT_EQ(s.finish(), "\n        3               30\n        4               40\n"
                        "\n        3               30\n");
}

// Rows of a distribution as "value|bar|count".
std::string rows(std::initializer_list<std::array<std::string, 3>> parts) {
  std::string text = "\n           value  ------------- Distribution ------------- count    \n";
  for (const auto &[value, bar, count] : parts)
    text += format("%16s |%-40s %-9s\n", value.c_str(), bar.c_str(), count.c_str());
  return text;
}
std::string at(size_t count) {
  return std::string(count, '@');
}

TEST(Reference, Quantize) {
  Session s;
  const uint32_t a = s.aggregation("", AggregationKind::Quantize);
  uint32_t cpu = 0;
  for (const int64_t value : {0, 1, 2, 3, 100, 100, 5000})
    s.update(a, {}, value, cpu++ % FakeKernel::cpus);
  EXPECT_EQ(s.finish(), rows({{"-1", "", "0"},
                              {"0", at(6), "1"},
                              {"1", at(6), "1"},
                              {"2", at(11), "2"},
                              {"4", "", "0"},
                              {"8", "", "0"},
                              {"16", "", "0"},
                              {"32", "", "0"},
                              {"64", at(11), "2"},
                              {"128", "", "0"},
                              {"256", "", "0"},
                              {"512", "", "0"},
                              {"1024", "", "0"},
                              {"2048", "", "0"},
                              {"4096", at(6), "1"},
                              {"8192", "", "0"}}) +
                            "\n");
}

TEST(Reference, QuantizeNegative) {
  Session s;
  const uint32_t a = s.aggregation("", AggregationKind::Quantize);
  for (const int64_t value : {-1, -100, 0, 100})
    s.update(a, {}, value);
  EXPECT_EQ(s.finish(), rows({{"-128", "", "0"},
                              {"-64", at(10), "1"},
                              {"-32", "", "0"},
                              {"-16", "", "0"},
                              {"-8", "", "0"},
                              {"-4", "", "0"},
                              {"-2", "", "0"},
                              {"-1", at(10), "1"},
                              {"0", at(10), "1"},
                              {"1", "", "0"},
                              {"2", "", "0"},
                              {"4", "", "0"},
                              {"8", "", "0"},
                              {"16", "", "0"},
                              {"32", "", "0"},
                              {"64", at(10), "1"},
                              {"128", "", "0"}}) +
                            "\n");
}

TEST(Reference, QuantizeKeyed) {
  Session s;
  const uint32_t a = s.aggregation("q", AggregationKind::Quantize, {text(8)});
  s.update(a, Key().add("read", 8), 10);
  s.update(a, Key().add("read", 8), 1000);
  s.update(a, Key().add("write", 8), 64, 0, 5);
  const std::string pad(45, ' ');
  EXPECT_EQ(s.finish(), "  write" + pad +
                            rows({{"32", "", "0"}, {"64", at(40), "5"}, {"128", "", "0"}}) +
                            "\n  read " + pad +
                            rows({{"4", "", "0"},
                                  {"8", at(20), "1"},
                                  {"16", "", "0"},
                                  {"32", "", "0"},
                                  {"64", "", "0"},
                                  {"128", "", "0"},
                                  {"256", "", "0"},
                                  {"512", at(20), "1"},
                                  {"1024", "", "0"}}) +
                            "\n");
}

TEST(Reference, Lquantize) {
  Session s;
  const uint32_t a = s.aggregation("", AggregationKind::Lquantize, {}, {0, 100, 10});
  for (const int64_t value : {-5, 5, 15, 15, 95, 500})
    s.update(a, {}, value);
  EXPECT_EQ(s.finish(), rows({{"< 0", at(7), "1"},
                              {"0", at(7), "1"},
                              {"10", at(13), "2"},
                              {"20", "", "0"},
                              {"30", "", "0"},
                              {"40", "", "0"},
                              {"50", "", "0"},
                              {"60", "", "0"},
                              {"70", "", "0"},
                              {"80", "", "0"},
                              {"90", at(7), "1"},
                              {">= 100", at(7), "1"}}) +
                            "\n");
}

TEST(Reference, Llquantize) {
  Session s;
  const uint32_t a = s.aggregation("", AggregationKind::Llquantize, {}, {10, 0, 6, 20});
  for (const int64_t value : {1, 15, 150, 1500, 99999999})
    s.update(a, {}, value);
  std::string expected = rows({{"0", "", "0"}, {"1", at(8), "1"}});
  const auto row = [&](std::string label, bool counted) {
    expected += format("%16s |%-40s %-9d\n", label.c_str(), counted ? at(8).c_str() : "", counted);
  };
  for (int64_t value = 2; value < 10; value++)
    row(std::to_string(value), false);
  for (int64_t magnitude = 10; magnitude < 10000000; magnitude *= 10)
    for (int64_t value = magnitude; value < 10 * magnitude; value += magnitude / 2)
      row(std::to_string(value), value == 15 || value == 150 || value == 1500);
  row(">= 10000000", true);
  EXPECT_EQ(s.finish(), expected + "\n");
}

TEST(Reference, StackAsRecordAndKey) {
  Session s;
  s.probe(3358, "syscall", "vmlinux", "getppid", "entry");
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Stack, {{.kind = FieldKind::Stack, .size = 32}});
  const uint32_t a =
      s.aggregation("", AggregationKind::Count, {{.kind = FieldKind::StackId, .size = 8}});
  s.update(a, Key().add(uint64_t{5}));
  Sample r(s, c, 3358, 1);
  const uint64_t frames[] = {0xffff11fa, 0xffff0076};
  r.put(c.actions[0].fields[0],
        std::string_view(reinterpret_cast<const char *>(frames), sizeof frames));
  s.consumer().end_of_begin();
  s.take(r);
  EXPECT_EQ(s.finish(), head + "  1   3358                    getppid:entry \n"
                               "              vmlinux`do_syscall_64+0x1fa\n"
                               "              vmlinux`entry+0x76\n"
                               "\n"
                               "\n"
                               "              vmlinux`do_syscall_64+0x1fa\n"
                               "              vmlinux`entry+0x76\n"
                               "                1\n");
}

} // namespace
} // namespace dtrace::test
