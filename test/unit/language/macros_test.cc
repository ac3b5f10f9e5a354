#include "language/macros.h"

#include "syntax/parse.h"

#include <gtest/gtest.h>
#include <unistd.h>

using namespace dtrace;

TEST(Macros, ValuesOfThisProcess) {
  const auto variables = macro_variables(4711);
  const auto value = [&](std::string_view name) {
    for (const auto &[its_name, text] : variables)
      if (its_name == name)
        return text;
    return std::string("none");
  };
  EXPECT_EQ(value("pid"), std::to_string(getpid()));
  EXPECT_EQ(value("ppid"), std::to_string(getppid()));
  EXPECT_EQ(value("pgid"), std::to_string(getpgrp()));
  EXPECT_EQ(value("sid"), std::to_string(getsid(0)));
  EXPECT_EQ(value("uid"), std::to_string(getuid()));
  EXPECT_EQ(value("euid"), std::to_string(geteuid()));
  EXPECT_EQ(value("gid"), std::to_string(getgid()));
  EXPECT_EQ(value("egid"), std::to_string(getegid()));
  EXPECT_EQ(value("projid"), "0");
  EXPECT_EQ(value("taskid"), "0");
  EXPECT_EQ(value("target"), "4711");
  EXPECT_EQ(variables.size(), macro_rows().size());
  EXPECT_EQ(macro_variables(0).back().second, "0");
}

TEST(Macros, TheParserTakesThem) {
  SourceSet sources;
  Source *source = sources.add(SourceKind::Script, "m.d", "BEGIN { trace($pid); trace($$uid); }");
  MacroValues values;
  values.variables = macro_variables(0);
  ParseOptions options;
  options.macros = &values;
  std::vector<Diagnostic> errors;
  const auto program = parse(*source, options, errors);
  ASSERT_TRUE(program) << (errors.empty() ? "" : errors[0].message);
  const std::string text = dump(*program);
  EXPECT_NE(text.find(std::to_string(getpid())), std::string::npos) << text;
  EXPECT_NE(text.find("\"" + std::to_string(getuid()) + "\""), std::string::npos) << text;
}
