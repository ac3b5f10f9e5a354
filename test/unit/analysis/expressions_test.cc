// Types and conversions of expressions: C's rules on this machine, and D's own operators.
#include "analyzed.h"

namespace dtrace::test {

TEST(Constants, HaveTheFirstTypeThatHoldsThem) {
  EXPECT_EQ(type_of("1"), "int");
  EXPECT_EQ(type_of("2147483648"), "long");
  EXPECT_EQ(type_of("0x80000000"), "unsigned int");
  EXPECT_EQ(type_of("0x100000000"), "long");
  EXPECT_EQ(type_of("0xffffffffffffffff"), "unsigned long");
  EXPECT_EQ(type_of("1u"), "unsigned int");
  EXPECT_EQ(type_of("1l"), "long");
  EXPECT_EQ(type_of("1ull"), "unsigned long long");
  EXPECT_EQ(type_of("'a'"), "int");
  EXPECT_EQ(type_of("\"abc\""), "string(4)");
}

TEST(Arithmetic, ConvertsToTheCommonType) {
  EXPECT_EQ(type_of("(char)1 + (short)2"), "short");
  EXPECT_EQ(type_of("1 + 1u"), "unsigned int");
  EXPECT_EQ(type_of("1u + 1l"), "long");
  EXPECT_EQ(type_of("1l + 1ul"), "unsigned long");
  EXPECT_EQ(type_of("pid + arg0"), "long");
  EXPECT_EQ(type_of("timestamp / 1000"), "uint64_t");
  EXPECT_EQ(type_of("-(char)1"), "char");
  EXPECT_EQ(type_of("(char)1 << 2l"), "long");
  EXPECT_EQ(type_of("1l == 2"), "int");
  EXPECT_EQ(type_of("arg0 && arg1"), "int");
}

TEST(Arithmetic, OperandsAreConvertedByNodes) {
  const Analyzed a(begin_clause("x = pid + arg0;"));
  EXPECT_NE(a.dumped().find("    + : long\n"
                            "      convert : long\n"
                            "        pid : pid_t\n"
                            "      arg0 : int64_t\n"),
            std::string::npos)
      << a.dumped();
}

TEST(Constants, AreComputedAsTheMachineDoes) {
  const auto value = [](const std::string &e) {
    const Analyzed a(begin_clause("trace(" + e + ");"));
    return a.program ? std::to_string(a.manifest().clauses[0].actions[0].fields[0].constant)
                     : a.error();
  };
  EXPECT_EQ(value("2 + 3 * 4"), "14");
  EXPECT_EQ(value("-7 / 2"), "-3");
  EXPECT_EQ(value("-7 % 2"), "-1");
  EXPECT_EQ(value("-7 >> 1"), "-4");
  EXPECT_EQ(value("(unsigned int)-1"), "4294967295");
  EXPECT_EQ(value("(char)300"), "44");
  EXPECT_EQ(value("2147483647 + 1"), "-2147483648");
  EXPECT_EQ(value("-1 < 1u"), "0");
  EXPECT_EQ(value("1 ^^ 1"), "0");
  EXPECT_EQ(value("1 ? 5 : 6"), "5");
  EXPECT_EQ(value("~0 & 0xff"), "255");
  EXPECT_EQ(value("(-9223372036854775807 - 1) / -1"), "-9223372036854775808");
  EXPECT_EQ(value("1 << 33"), "0"); // as an int is recorded
  EXPECT_EQ(value("(1 << 33) + 0l"), "8589934592");
  EXPECT_EQ(value("sizeof (long) + sizeof (char [3])"), "11");
  EXPECT_EQ(value("1 / 0"), "D_DIV_ZERO 1: expression divides by zero");
}

TEST(Pointers, CountInElements) {
  const std::string s = "struct s { int a; long b; };\n";
  const Analyzed a(begin_clause("x = (struct s *)arg0 + 2;", s));
  EXPECT_NE(a.dumped().find("convert : struct s *\n"
                            "      + : long\n"
                            "        convert : long\n"
                            "          convert : struct s *\n"
                            "            arg0 : int64_t\n"
                            "              0 : int\n"
                            "        32 : long\n"),
            std::string::npos)
      << a.dumped();
  EXPECT_EQ(type_of("(int *)arg0 - (int *)arg1"), "long");
  EXPECT_EQ(type_of("&((struct s *)arg0)->b", s), "long *");
  EXPECT_EQ(type_of("((struct s *)arg0)[3].b", s), "long");
  EXPECT_EQ(error_of("x = (int *)arg0 + (int *)arg1;"),
            "D_OP_INCOMPAT 1: operands have incompatible types: int * + int *");
}

TEST(Pointers, KnowWhoseMemoryTheyPointTo) {
  const Analyzed kernel(begin_clause("x = *(int *)arg0;"));
  EXPECT_NE(kernel.dumped().find("memory : int"), std::string::npos) << kernel.dumped();
  const Analyzed user(begin_clause("x = *(userland int *)arg0;"));
  EXPECT_NE(user.dumped().find("memory user : int"), std::string::npos) << user.dumped();
  const Analyzed argument("syscall::write:entry { x = *args[1]; }");
  EXPECT_NE(argument.dumped().find("memory user : const char"), std::string::npos)
      << argument.dumped();
}

TEST(Members, AddTheirOffsetsOnce) {
  const std::string s = "struct in { int x, y; };\nstruct s { long a; struct in in; };\n";
  const Analyzed a(begin_clause("trace(((struct s *)arg0)->in.y);", s));
  EXPECT_NE(a.dumped().find("memory : int\n"
                            "      + : long\n"
                            "        convert : long\n"
                            "          convert : struct s *\n"
                            "            arg0 : int64_t\n"
                            "              0 : int\n"
                            "        12 : long\n"),
            std::string::npos)
      << a.dumped();
}

TEST(Members, BitFieldsAreReadThroughTheirContainer) {
  const std::string s = "struct s { unsigned int a:3, b:5; long c:40; };\n";
  const Analyzed a(begin_clause("trace(((struct s *)arg0)->b); trace(((struct s *)arg0)->c);", s));
  EXPECT_NE(a.dumped().find("memory bits 0+5 : unsigned char"), std::string::npos) << a.dumped();
  EXPECT_NE(a.dumped().find("memory bits 0+40 : long"), std::string::npos) << a.dumped();
}

TEST(Strings, CompareByValueAndPointersAsPointers) {
  EXPECT_NE(Analyzed(begin_clause("x = execname == \"sh\";")).dumped().find("string == : int"),
            std::string::npos);
  EXPECT_NE(Analyzed(begin_clause("x = (char *)arg0 == execname;")).dumped().find("to-string"),
            std::string::npos);
  EXPECT_NE(Analyzed(begin_clause("x = (char *)arg0 == (char *)arg1;")).dumped().find("  == : int"),
            std::string::npos);
  const Analyzed null(begin_clause("x = execname != NULL;"));
  EXPECT_NE(null.dumped().find("string != : int\n"
                               "        execname : string(16)\n"
                               "        \"\" : string(1)\n"),
            std::string::npos)
      << null.dumped();
}

TEST(Strings, AreNotConditions) {
  const Analyzed a("BEGIN /execname/ { x = 1; }");
  EXPECT_EQ(a.dumped().find("D_PRED_SCALAR"), 0u) << a.dumped();
}

TEST(Conditional, ArmsMeet) {
  EXPECT_EQ(type_of("pid ? 1 : 2l"), "long");
  EXPECT_EQ(type_of("pid ? execname : \"x\""), "string(16)");
  EXPECT_EQ(type_of("pid ? execname : NULL"), "string(16)");
  EXPECT_EQ(type_of("pid ? (char *)arg0 : 0"), "char *");
  EXPECT_EQ(error_of("x = pid ? 1 : execname;"),
            "D_OP_INCOMPAT 1: the arms of ?: have incompatible types: int : string");
}

TEST(Nesting, HasALimitThatIsToldAbout) {
  std::string inlines = "inline int64_t i0 = arg0;\n";
  for (int i = 1; i < 40; i++)
    inlines += "inline int64_t i" + std::to_string(i) + " = i" + std::to_string(i - 1) + " + i" +
               std::to_string(i - 1) + ";\n";
  const std::string error = error_of("trace(i39);", inlines);
  EXPECT_TRUE(error.ends_with(": expression is too large once it is expanded")) << error;
}

} // namespace dtrace::test
