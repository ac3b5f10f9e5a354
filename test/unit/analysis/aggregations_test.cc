// Aggregations: functions, keys, parameters, and the actions that name them.
#include "analyzed.h"

namespace dtrace::test {

TEST(Aggregations, SizesFollowTheFunction) {
  const Analyzed a(begin_clause("@c = count(); @s = sum(1); @a = avg(1); @d = stddev(1); "
                                "@q = quantize(1); @l = lquantize(1, 0, 100, 10); "
                                "@ll = llquantize(1, 10, 0, 6, 20); @ = min(1);"));
  std::vector<uint32_t> sizes;
  for (const AggregationRecord &record : a.manifest().aggregations)
    sizes.push_back(record.value_size);
  EXPECT_EQ(sizes, (std::vector<uint32_t>{8, 16, 24, 40, 1024, 104, 960, 16}));
  EXPECT_EQ(a.manifest().aggregations[5].parameters, (std::vector<int64_t>{0, 100, 10}));
  EXPECT_EQ(a.manifest().aggregations[7].name, "");
}

TEST(Aggregations, KeysArePacked) {
  const Analyzed a("BEGIN { @[probefunc, \"x\", (char)1, arg0, execname] = count(); }");
  EXPECT_EQ(a.part("aggregation"), "aggregation @[interned 0+4, interned 4+4, integer 8+8, integer "
                                   "16+8, string 24+16] key 40 = count size 8\n");
}

TEST(Aggregations, AStringKeyIsANumberOnlyWhenEveryUseIs) {
  const Analyzed a("BEGIN { @[\"begin\"] = count(); }\nEND { @[execname] = count(); }\n");
  EXPECT_EQ(a.part("aggregation"), "aggregation @[string 0+16] key 16 = count size 8\n");
}

TEST(Aggregations, UnsignedSumsPrintUnsigned) {
  const Analyzed a(begin_clause("@u = sum(timestamp); @s = sum(arg0); @m = max(pid);"));
  EXPECT_FALSE(a.manifest().aggregations[0].value_is_signed);
  EXPECT_TRUE(a.manifest().aggregations[1].value_is_signed);
  EXPECT_TRUE(a.manifest().aggregations[2].value_is_signed);
}

TEST(Aggregations, MayBeNamedBeforeTheyAreAssigned) {
  const Analyzed a("tick-1s { printa(\"%s %@d\\n\", @a); trunc(@a, 5); }\n"
                   "syscall:::entry { @a[execname] = count(); }\n");
  EXPECT_EQ(a.error(), "none");
  EXPECT_EQ(a.manifest().clauses[0].actions[0].aggregations, std::vector<uint32_t>{0});
  EXPECT_EQ(a.manifest().clauses[0].actions[1].fields[0].constant, 5);
}

TEST(Aggregations, MustBeTheSameEverywhere) {
  EXPECT_EQ(error_of("@a = count();\n@a = sum(1);"),
            "D_AGG_REDEF 2: aggregation redefined: @a |  current: @a = sum( )\n  previous: @a = "
            "count( ) : line 1");
  EXPECT_EQ(error_of("@a[1] = count(); @a[1, 2] = count();"),
            "D_PROTO_LEN 1: @a[ ] prototype mismatch: 2 keys passed, 1 expected");
  EXPECT_EQ(error_of("@a[1] = count(); @a[execname] = count();").substr(0, 11), "D_PROTO_ARG");
  EXPECT_EQ(error_of("@ = lquantize(1, 0, 10); @ = lquantize(1, 0, 20);").substr(0, 17),
            "D_LQUANT_MATCHLIM");
}

TEST(Aggregations, AWeightIsTheLastArgument) {
  const Analyzed a(begin_clause("@ = quantize(arg0, arg1); @l = lquantize(arg0, 0, 9, 1, pid);"));
  const auto &statements = a.program->clauses[0]->statements;
  EXPECT_NE(statements[0]->weight, nullptr);
  EXPECT_NE(statements[1]->weight, nullptr);
}

TEST(Printa, SeveralAreJoinedOnEqualKeys) {
  EXPECT_EQ(error_of("@a[1] = count(); @b[2] = sum(1); printa(\"%d %@d %@d\", @a, @b);"), "none");
  EXPECT_EQ(error_of("@a[1] = count(); @b[2] = sum(1); printa(@a, @b);"), "none");
  EXPECT_EQ(error_of("@a[1] = count(); @b = sum(1); printa(@a, @b);"),
            "D_PRINTA_AGGKEY 1: @a has 1 keys, but @b has 0");
}

TEST(Printa, UnknownNamesGetAdvice) {
  EXPECT_EQ(error_of("@reads = count(); printa(@raeds);"),
            "D_PRINTA_AGGBAD 1: aggregation @raeds is never assigned | did you mean reads?");
}

} // namespace dtrace::test
