// Lines, values without a format, print(), messages.
#include <gtest/gtest.h>

#include "output/messages.h"
#include "output/typed_value.h"
#include "output/value.h"
#include "session.h"

namespace dtrace::test {
namespace {

TEST(Line, LongNamesPushTheColumn) {
  Session s;
  s.probe(12345678, "fbt", "vmlinux", "a_function_with_a_rather_long_name", "entry");
  ClauseRecord &c = s.clause();
  s.consumer().end_of_begin();
  s.take(Sample(s, c, 12345678, 1234));
  EXPECT_EQ(s.finish(), "CPU     ID                    FUNCTION:NAME\n"
                        "1234 12345678 a_function_with_a_rather_long_name:entry \n");
}

TEST(Line, FlowIndentWithQuietStillShowsTheFlow) {
  Session s;
  s.quiet();
  s.set("flowindent");
  s.probe(10, "fbt", "vmlinux", "outer", "entry");
  s.probe(11, "fbt", "vmlinux", "inner", "point");
  s.probe(12, "fbt", "vmlinux", "outer", "return");
  ClauseRecord &c = s.clause();
  s.consumer().end_of_begin();
  for (const uint32_t probe : {10, 11, 12})
    s.take(Sample(s, c, probe));
  EXPECT_EQ(s.finish(), "CPU FUNCTION                                 \n"
                        "  0  -> outer                                 \n"
                        "  0   | inner:point                           \n"
                        "  0  <- outer                                 \n");
}

std::string traced(const Field &field, std::string_view bytes, bool quiet = false,
                   bool raw = false) {
  const Manifest manifest{.probes = {}, .clauses = {}, .aggregations = {}, .strings = {"a", "bc"}};
  const RecordedNames recorded(manifest);
  Names names;
  PrintContext context{.names = &recorded, .symbolizer = &names};
  context.quiet = quiet, context.rawbytes = raw;
  std::string padded(bytes);
  padded.resize(field.size);
  std::string text;
  Output out(&text);
  print_traced(out, context, field, reinterpret_cast<const std::byte *>(padded.data()));
  out.flush();
  return text;
}

TEST(Trace, Bytes) {
  EXPECT_EQ(traced(bytes(6), "text"), "  text                             ");
  EXPECT_EQ(traced(bytes(6), "text", true), "text");
  EXPECT_EQ(traced(bytes(5), std::string_view("te\0xt", 5)),
            "\n             0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f  0123456789abcdef\n"
            "         0: 74 65 00 78 74                                   te.xt\n");
  EXPECT_TRUE(traced(bytes(6), "text", true, true).starts_with("\n             0  1"));
  EXPECT_EQ(traced(bytes(4), std::string_view("\1\0\0\0", 4)), "          1");
}

TEST(Trace, TextSymbolsAndStacks) {
  EXPECT_EQ(traced(interned(), std::string_view("\1\0\0\0", 4), true), "bc");
  const uint64_t address = 0xffff1046;
  const std::string_view raw(reinterpret_cast<const char *>(&address), sizeof address);
  Field symbol{.kind = FieldKind::KernelAddress, .size = 8, .form = AddressForm::Function};
  EXPECT_EQ(traced(symbol, raw), "  vmlinux`do_syscall_64                             ");
  symbol.form = AddressForm::Module;
  EXPECT_EQ(traced(symbol, raw, true), "  vmlinux                 ");
  EXPECT_EQ(traced({.kind = FieldKind::Stack, .size = 8}, raw),
            "\n              vmlinux`do_syscall_64+0x46\n");
}

TEST(Stack, IndentIsAnOption) {
  Session s;
  s.quiet();
  s.set("stackindent", "3");
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::UserStack, {{.kind = FieldKind::UserStack, .size = 24}});
  s.action(c, ActionKind::Stack, {{.kind = FieldKind::Stack, .size = 8}}).indent = 1;
  const uint64_t user[] = {8, 0x7face6239e89, 0}, kernel = 0xffff1000;
  s.take(Sample(s, c, 1)
             .put(c.actions[0].fields[0],
                  std::string_view(reinterpret_cast<const char *>(user), sizeof user))
             .put(c.actions[1].fields[0], static_cast<int64_t>(kernel)));
  EXPECT_EQ(s.finish(), "\n   0x7face6239e89\n\n vmlinux`do_syscall_64\n");
}

std::string typed(const Type *type, std::string_view bytes) {
  std::string text;
  Output out(&text);
  print_typed(out, type, std::as_bytes(std::span(bytes)), 2);
  out.flush();
  return text;
}
template <class T> std::string raw(const T &value) {
  return {reinterpret_cast<const char *>(&value), sizeof value};
}

TEST(PrintType, Scalars) {
  TypeGraph types;
  EXPECT_EQ(typed(types.int_type(), raw(-5)), "(int)-5\n");
  EXPECT_EQ(typed(types.pointer_to(types.int_type()), raw(uint64_t{0xffff})), "(int *)0xffff\n");
  EXPECT_EQ(typed(types.string_type(), "a\nb"), "(string)\"a\\nb\"\n");
  const Type *color = types.declare_enum("color", {{"RED", 0}, {"BLUE", 6}});
  EXPECT_EQ(typed(color, raw(6)), "(enum color)BLUE\n");
  EXPECT_EQ(typed(color, raw(7)), "(enum color)7\n");
  const Type *real = types.make({.kind = TypeKind::Float, .name = "double", .size = 8});
  EXPECT_EQ(typed(real, raw(2.5)), "(double)2.5\n");
  EXPECT_EQ(typed(types.declare_typedef("mine_t", types.int_type()), raw(1)), "(mine_t)1\n");
}

TEST(PrintType, BitFieldsUnionsAndZeros) {
  TypeGraph types;
  Type *either = types.declare_struct(TypeKind::Union, "");
  types.complete_struct(either, TypeKind::Union,
                        {{"whole", types.integer(8, false), {}}, {"half", types.int_type(), {}}});
  // As a compiler lays it out, not as D does.
  const Type *s =
      types.make({.kind = TypeKind::Struct,
                  .name = "s",
                  .size = 24,
                  .alignment = 8,
                  .member_list = {{"lo", types.integer(4, false), 0, 3},
                                  {"hi", types.int_type(), 3, 5},
                                  {"zero", types.int_type(), 32, 0},
                                  {"", either, 64, 0},
                                  {"pair", types.array_of(types.int_type(), 2), 128, 0}}});
  struct {
    unsigned lo : 3;
    int hi : 5;
    int zero;
    uint64_t whole;
    int pair[2];
  } value = {5, -2, 0, 0x100000002, {0, 9}};
  static_assert(sizeof value == 24);
  EXPECT_EQ(typed(s, raw(value)), "(struct s) {\n"
                                  "   .lo = (unsigned int)5,\n"
                                  "   .hi = (int)-2,\n"
                                  "   (union) {\n"
                                  "    .whole = (unsigned long)4294967298,\n"
                                  "    .half = (int)2,\n"
                                  "   },\n"
                                  "   .pair = (int [2]) [\n"
                                  "    (int)9,\n"
                                  "   ],\n"
                                  "  }\n");
  EXPECT_EQ(typed(s, raw(value).substr(0, 1)), "(struct s) {\n   .lo = (unsigned int)5,\n"
                                               "   .hi = (int)-2,\n  }\n");
  EXPECT_EQ(typed(s, ""), "(struct s) {\n  }\n");
}

TEST(Messages, Faults) {
  SourceSet sources;
  const Source *line = sources.add(SourceKind::CommandLine, "", "BEGIN { x = 1 / y; }");
  const ProbeRecord probe{7, "fbt", "ext4", "f", "entry"};
  ClauseRecord clause;
  clause.number = 2;
  clause.span = {line, 0, 20};
  const auto message = [&](uint32_t fault, uint64_t value) {
    return fault_message({&probe, &clause, {line, 8, 17}, fault, value, 0});
  };
  EXPECT_EQ(message(DT_FAULT_DIVZERO, 0),
            "error in clause 2 (line 1) for probe ID 7 (fbt:ext4:f:entry): divide-by-zero");
  const std::vector<std::pair<uint32_t, std::string>> names = {
      {DT_FAULT_BADADDR, "invalid address (0xbad)"},
      {DT_FAULT_BADALIGN, "invalid alignment (0xbad)"},
      {DT_FAULT_ILLOP, "illegal operation"},
      {DT_FAULT_NOSCRATCH, "out of scratch space"},
      {DT_FAULT_KPRIV, "invalid kernel access (0xbad)"},
      {DT_FAULT_UPRIV, "invalid user access (0xbad)"},
      {DT_FAULT_TUPOFLOW, "tuple stack overflow"},
      {DT_FAULT_BADSTACK, "bad stack (0xbad)"},
      {DT_FAULT_UNKNOWN, "unknown fault"},
      {77, "unknown fault"},
  };
  for (const auto &[fault, text] : names)
    EXPECT_TRUE(message(fault, 0xbad).ends_with("): " + text)) << message(fault, 0xbad);
  EXPECT_EQ(fault_message({&probe, &clause, {}, DT_FAULT_ILLOP, 0, 0}),
            "error in clause 2 (line 1) for probe ID 7 (fbt:ext4:f:entry): illegal operation");
}

TEST(Messages, AdviceOnFaults) {
  SourceSet sources;
  const Source *line =
      sources.add(SourceKind::CommandLine, "", "entry { stringof(arg1); copyinstr(arg1); }");
  const ProbeRecord probe{7, "syscall", "vmlinux", "openat", "entry"};
  ClauseRecord clause;
  clause.span = {line, 0, 42};
  const auto advice = [&](Span statement, uint32_t fault, uint64_t value) {
    return fault_advice({&probe, &clause, statement, fault, value, 0});
  };
  constexpr uint64_t of_process = 0x7fff12345678;
  const Span stringof{line, 8, 22}, copyin{line, 24, 39};
  EXPECT_TRUE(advice(stringof, DT_FAULT_BADADDR, of_process).contains("copyinstr(address)"));
  EXPECT_TRUE(advice(copyin, DT_FAULT_BADADDR, of_process).contains("not in memory yet"));
  EXPECT_EQ(advice(stringof, DT_FAULT_BADADDR, 0x10), "");               // of nobody
  EXPECT_EQ(advice(stringof, DT_FAULT_BADADDR, 0xffff888000001000), ""); // of the kernel
  EXPECT_EQ(advice(stringof, DT_FAULT_DIVZERO, of_process), "");
}

TEST(Messages, Drops) {
  const auto message = [](DropKind kind, uint64_t count, bool tag = false) {
    return drop_message({kind, 3, count, count}, tag);
  };
  EXPECT_EQ(message(DropKind::Principal, 5), "5 drops on CPU 3");
  EXPECT_EQ(message(DropKind::Principal, 1, true), "[DTRACEDROP_PRINCIPAL] 1 drop on CPU 3");
  EXPECT_EQ(message(DropKind::Aggregation, 2, true),
            "[DTRACEDROP_AGGREGATION] 2 aggregation drops on CPU 3");
  EXPECT_EQ(message(DropKind::Dynamic, 2, true), "[DTRACEDROP_DYNAMIC] 2 dynamic variable drops");
  EXPECT_EQ(message(DropKind::DynamicRinse, 2, true),
            "[DTRACEDROP_DYNRINSE] 2 dynamic variable drops with non-empty rinsing list");
  EXPECT_EQ(message(DropKind::DynamicDirty, 1, true),
            "[DTRACEDROP_DYNDIRTY] 1 dynamic variable drop with non-empty dirty list");
  EXPECT_EQ(message(DropKind::Speculation, 1, true), "[DTRACEDROP_SPEC] 1 speculative drop");
  EXPECT_EQ(message(DropKind::SpeculationBusy, 2, true),
            "[DTRACEDROP_SPECBUSY] 2 failed speculations (available buffer(s) still busy)");
  EXPECT_EQ(message(DropKind::SpeculationUnavailable, 1),
            "1 failed speculation (no speculative buffer available)");
  EXPECT_EQ(drop_tag(DropKind::SpeculationUnavailable), "DTRACEDROP_SPECUNAVAIL");
  EXPECT_EQ(message(DropKind::DoubleError, 1, true),
            "[DTRACEDROP_DBLERROR] 1 error in ERROR probe enabling");
  EXPECT_EQ(message(DropKind::StackString, 4, true),
            "[DTRACEDROP_STKSTROVERFLOW] 4 jstack()/ustack() string table overflows");
}

TEST(Messages, GoToTheErrorOutputWithTheTagWhenAsked) {
  Session s;
  s.set("droptags");
  std::vector<dt_cpu> cpus(2);
  cpus[1].record_drops = 2;
  s.consumer().drops(cpus);
  EXPECT_EQ(s.error(), "dtrace: [DTRACEDROP_PRINCIPAL] 2 drops on CPU 1\n");
  EXPECT_EQ(s.out(), "");
}

TEST(Printa, RowsOfAnotherLayoutUseTheirOwnKeys) {
  Session s;
  s.quiet();
  s.manifest.strings = {"interned"};
  const uint32_t a = s.aggregation("a", AggregationKind::Count, {interned(), integer(4)});
  const uint32_t b = s.aggregation("b", AggregationKind::Quantize, {text(32), integer(8)});
  ClauseRecord &c = s.clause();
  s.print(c, ActionKind::Printa, "%-12s %2d %@d %@x\n").aggregations = {a, a};
  s.print(c, ActionKind::Printa, "<%s %d>%@d").aggregations = {b};
  s.action(c, ActionKind::Printa).aggregations = {a, b};
  s.update(a, Key().add(uint32_t{0}).add(7));
  s.update(b, Key().add("a text", 32).add(int64_t{8}), 1);
  s.take(Sample(s, c, 1));
  const std::string table =
      "\n           value  ------------- Distribution ------------- count    \n"
      "               0 |                                         0        \n"
      "               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 1        \n"
      "               2 |                                         0        \n";
  const std::string none =
      "\n           value  ------------- Distribution ------------- count    \n"
      "              -1 |                                         0        \n"
      "               0 |                                         0        \n"
      "               1 |                                         0        \n";
  EXPECT_EQ(s.finish(), "interned      7 1 1\n<a text 8>" + table + "\n  a text" +
                            std::string(44, ' ') + "                8                0" + table +
                            "\n  interned" + std::string(42, ' ') + "        7                1" +
                            none + "\n");
}

} // namespace
} // namespace dtrace::test
