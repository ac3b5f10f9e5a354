#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

std::string with(std::vector<std::string> arguments, std::string text, bool defaults = false) {
  MacroValues macros;
  macros.arguments = std::move(arguments);
  macros.variables = {{"pid", "123"}, {"target", "77"}};
  macros.default_arguments = defaults;
  return outcome(std::move(text), {.macros = &macros});
}

std::string value(std::vector<std::string> arguments, const std::string &text,
                  bool defaults = false) {
  std::string out = with(std::move(arguments), "BEGIN { " + text + "; }", defaults);
  const std::string head = "clause\n  probe :::BEGIN\n  body\n    ";
  return out.starts_with(head) ? out.substr(head.size()) : out;
}

TEST(Macro, Arguments) {
  EXPECT_EQ(value({"x.d", "42"}, "$1"), "integer 42\n");
  EXPECT_EQ(value({"x.d", "0x10"}, "$1"), "integer 16 not decimal\n");
  EXPECT_EQ(value({"x.d", "-5"}, "$1"), "unary -\n      integer 5\n");
  EXPECT_EQ(value({"x.d", "execname"}, "$1"), "identifier execname\n");
  EXPECT_EQ(value({"x.d", "int"}, "(($1)1)"), "cast\n      type int\n      integer 1\n");
  EXPECT_EQ(value({"x.d", "42"}, "$$1"), "string \"42\"\n");
  EXPECT_EQ(value({"x.d", "a b"}, "$$1"), "string \"a b\"\n");
  EXPECT_EQ(value({"x.d", "\"a\\tb\""}, "$1"), "string \"a\\011b\"\n");
  EXPECT_EQ(value({"x.d"}, "$$0"), "string \"x.d\"\n");
}

TEST(Macro, Variables) {
  EXPECT_EQ(value({}, "$pid"), "integer 123\n");
  EXPECT_EQ(value({}, "$$target"), "string \"77\"\n");
  EXPECT_EQ(outcome("BEGIN /$target/"), // nobody knows of a target
            "clause\n  probe :::BEGIN\n  predicate\n    integer 0\n");
}

TEST(Macro, Missing) {
  EXPECT_EQ(value({"x.d"}, "$1"),
            "D_MACRO_UNDEF 1:9 macro argument $1 is not defined | give it after the program, or "
            "allow it to be missing: #pragma D option defaultargs\n");
  EXPECT_EQ(value({"x.d"}, "$nosuch"),
            "D_MACRO_UNDEF 1:9 macro variable $nosuch is not defined | there are $pid $target\n");
  EXPECT_EQ(value({"x.d"}, "$1", true), "integer 0\n");
  EXPECT_EQ(value({"x.d"}, "$$1", true), "string \"\"\n");
  EXPECT_EQ(
      value({"x.d"}, "$99999999999999999999", true),
      "D_MACRO_UNDEF 1:9 macro argument $99999999999999999999 is not defined | give it after "
            "the program, or allow it to be missing: #pragma D option defaultargs\n");
}

TEST(Macro, ValuesThatAreNoToken) {
  EXPECT_EQ(value({"x.d", "18446744073709551616"}, "$1"),
            "D_MACRO_OFLOW 1:9 integer constant 18446744073709551616 is too large\n");
  EXPECT_EQ(value({"x.d", "/etc/passwd"}, "$1"),
            "string \"/etc/passwd\"\n");
  EXPECT_EQ(value({"x.d", "10.0.0.1"}, "$1"), "string \"10.0.0.1\"\n");
  EXPECT_EQ(value({"x.d", ""}, "$1"), "string \"\"\n");
}

TEST(Macro, InDescriptions) {
  EXPECT_EQ(with({"x.d", "97", "syscall::read"},
                 "pid$target:::entry, profile-$1hz, $2:entry, a\\$1, tick-$$1 { }"),
            "clause\n  probe pid77:::entry\n  probe :::profile-97hz\n  probe syscall::read:entry\n"
            "  probe :::a\\$1\n  probe :::tick-97\n  body\n");
  EXPECT_EQ(with({"x.d"}, "profile-$1 { }"),
            "D_MACRO_UNDEF 1:1 macro argument $1 is not defined | give it after the program, or "
            "allow it to be missing: #pragma D option defaultargs\n");
}

TEST(Macro, ReadArgumentsAreNoted) {
  MacroValues macros;
  macros.arguments = {"x.d", "1", "2", "3"};
  EXPECT_EQ(outcome("tick-$3 { trace($1); }", {.macros = &macros}),
            "clause\n  probe :::tick-3\n  body\n    call trace\n      integer 1\n");
  EXPECT_EQ(macros.used, (std::vector<bool>{false, true, false, true}));
}

} // namespace dtrace::test
