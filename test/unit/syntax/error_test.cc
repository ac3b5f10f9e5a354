#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

TEST(SyntaxError, SaysWhatWasExpected) {
  EXPECT_EQ(outcome("BEGIN\n{\n\ttrace(1;\n}\n"),
            "D_SYNTAX 3:9 syntax error near \";\" | expected \")\"\n");
  EXPECT_EQ(outcome("BEGIN { a[1; }"), "D_SYNTAX 1:12 syntax error near \";\" | expected \"]\"\n");
  EXPECT_EQ(outcome("BEGIN { a = 1\n  b = 2; }"),
            "D_SYNTAX 2:3 syntax error near \"b\" | expected \";\" at the end of line 1\n");
  EXPECT_EQ(outcome("BEGIN { a = ; }"),
            "D_SYNTAX 1:13 syntax error near \";\" | expected an expression\n");
  EXPECT_EQ(outcome("BEGIN { if a { } }"),
            "D_SYNTAX 1:12 syntax error near \"a\" | expected \"(\"\n");
  EXPECT_EQ(outcome("BEGIN { a->1; }"),
            "D_SYNTAX 1:12 syntax error near \"1\" | expected a name\n");
  EXPECT_EQ(outcome("BEGIN { ) }"),
            "D_SYNTAX 1:9 syntax error near \")\" | there is no ( for it\n");
  EXPECT_EQ(outcome("BEGIN, { }"),
            "D_SYNTAX 1:8 syntax error near \"{\" | expected a probe description\n");
  EXPECT_EQ(outcome("typedef ;"),
            "D_DECL_IDENT 1:9 syntax error near \";\" | expected the name that is declared\n");
}

TEST(SyntaxError, AtTheEndOfTheText) {
  EXPECT_EQ(outcome("END { }\nBEGIN\n{\n\ttrace(1);\n\n"),
            "D_SYNTAX 4:11 syntax error near end of input | the \"{\" of line 3 is not closed\n");
  EXPECT_EQ(outcome("int x"), "D_SYNTAX 1:6 syntax error near end of input | expected \";\"\n");
}

TEST(SyntaxError, KnowsOtherLanguages) {
  EXPECT_EQ(outcome("BEGIN { a => b; }"),
            "D_SYNTAX 1:12 syntax error near \">\" | \"greater or equal\" is written >=\n");
  EXPECT_EQ(outcome("BEGIN /a and b/ { }"),
            "D_SYNTAX 1:10 syntax error near \"and\" | \"and\" is written &&\n");
  EXPECT_EQ(outcome("BEGIN { while (1) { } }"),
            "D_SYNTAX 1:9 syntax error near \"while\" | D has no loops, as a clause must end: use a probe that repeats, such as tick-1s\n");
  EXPECT_EQ(outcome("BEGIN { goto x; }"),
            "D_SYNTAX 1:9 syntax error near \"goto\" | \"goto\" is a reserved word of D\n");
  EXPECT_EQ(outcome("// note {'\nBEGIN // note '{\n{ a }\nEND { a b }"),
            "D_SYNTAX 4:9 syntax error near \"b\" | expected \";\"\n");
  EXPECT_EQ(outcome("BEGIN { \xe2\x80\x9c }"),
            "D_SYNTAX 1:9 syntax error near \"\xe2\x80\x9c\" | quotation marks are written \" and "
            "'\n");
  EXPECT_EQ(outcome("BEGIN { int x; }"),
            "D_SYNTAX 1:9 syntax error near \"int\" | declare variables outside of clauses\n");
  EXPECT_EQ(outcome("int x = 1;"),
            "D_SYNTAX 1:7 syntax error near \"=\" | give a variable its value in a clause, such as BEGIN; define a constant with inline\n");
  EXPECT_EQ(outcome("self->x = 1;"),
            "D_SYNTAX 1:9 syntax error near \"=\" | write statements between the braces of a clause: BEGIN { ... }\n");
}

TEST(SyntaxError, UnknownTypeInACast) {
  EXPECT_EQ(outcome("BEGIN { (nosuch_t *)x; }"),
            "D_TYPE_ERR 1:10 there is no type nosuch_t\n");
}

TEST(SyntaxError, BetweenClauses) {
  EXPECT_EQ(outcome("BEGIN END { }"),
            "D_SYNTAX 1:7 syntax error near \"END\" | separate two probe descriptions with a comma; end one without actions with a semicolon\n");
  EXPECT_EQ(outcome("BEGIN /x { }"),
            "D_SYNTAX 1:10 syntax error near \"{\" | the predicate needs a / at its end\n");
  EXPECT_EQ(outcome("BEGIN { } }"),
            "D_SYNTAX 1:11 syntax error near \"}\" | there is no { for it\n");
}

TEST(LexicalError, Constants) {
  const auto in_clause = [](const std::string &text) {
    return outcome("BEGIN {\n" + text + "\n}");
  };
  EXPECT_EQ(in_clause("x = \"abc;"),
            "D_STR_NL 2:5 string constant is not closed before the end of the line\n");
  EXPECT_EQ(in_clause("x = 'abc;"),
            "D_CHR_NL 2:5 character constant is not closed before the end of the line\n");
  EXPECT_EQ(in_clause("x = '';"), "D_CHR_NULL 2:5 character constant is empty\n");
  EXPECT_EQ(in_clause("x = 'abcdefghi';"),
            "D_CHR_OFLOW 2:5 character constant is longer than 8 characters"
            " | write a string in double quotes: \"abcdefghi\"\n");
  EXPECT_EQ(in_clause("x = 18446744073709551616;"),
            "D_INT_OFLOW 2:5 integer constant 18446744073709551616 is too large\n");
  EXPECT_EQ(in_clause("x = 0x10000000000000000;"),
            "D_INT_OFLOW 2:5 integer constant 0x10000000000000000 is too large\n");
  EXPECT_EQ(in_clause("x = 0189;"), "D_INT_DIGIT 2:5 invalid digit '8' in octal constant 0189\n");
  EXPECT_EQ(in_clause("x = 0xfg;"),
            "D_INT_DIGIT 2:5 invalid digit 'g' in hexadecimal constant 0xfg\n");
  EXPECT_EQ(in_clause("x = 12abc;"),
            "D_INT_DIGIT 2:5 invalid digit 'a' in decimal constant 12abc\n");
  EXPECT_EQ(in_clause("x = 1.5;"), "D_SYNTAX 2:5 floating-point constants are not part of D\n");
  EXPECT_EQ(in_clause("x = 1; /* open"),
            "D_SYNTAX 2:8 comment is not closed before the end of the text\n");
}

TEST(LexicalError, ByteZero) {
  EXPECT_EQ(outcome(std::string("BEGIN { a \0 b }", 15)),
            "D_SYNTAX 1:11 invalid character with the code 0\n");
  EXPECT_EQ(outcome(std::string("BEGIN\0 { }", 10)),
            std::string("D_SYNTAX 1:6 syntax error near \".\"\n"));
}

TEST(SemanticError, OnlyNamesAreCalled) {
  EXPECT_EQ(outcome("BEGIN { self->f(1); }"),
            "D_FUNC_IDENT 1:9 only a function's name can be called\n");
}

TEST(Recovery, FirstErrorOfEachItem) {
  EXPECT_EQ(outcome("BEGIN { a b; c d; }\nint x y;\nEND { ok; }\ntick-1s /)/ { }\n"
                    "a { trace(1; { } }\nb { }\nc d { }"),
            "D_SYNTAX 1:11 syntax error near \"b\" | expected \";\"\n"
            "D_SYNTAX 2:7 syntax error near \"y\" | expected \";\"\n"
            "D_SYNTAX 4:10 syntax error near \")\" | there is no ( for it\n"
            "D_SYNTAX 5:12 syntax error near \";\" | expected \")\"\n"
            "D_SYNTAX 7:3 syntax error near \"d\" | separate two probe descriptions with a comma; end one without actions with a semicolon\n");
}

TEST(Recovery, BraceInTheFirstColumnEndsAClause) {
  EXPECT_EQ(outcome("BEGIN\n{\n\tif (x { {\n\ty;\n}\nEND\n{\n\tz z;\n}\n"),
            "D_SYNTAX 3:8 syntax error near \"{\" | expected \")\"\n"
            "D_SYNTAX 8:4 syntax error near \"z\" | expected \";\"\n");
}

TEST(Recovery, BehindAnOpenPredicateAndAnOpenString) {
  EXPECT_EQ(outcome("BEGIN /x == 1 { a; b; } END { c d }"),
            "D_SYNTAX 1:15 syntax error near \"{\" | the predicate needs a / at its end\n"
            "D_SYNTAX 1:33 syntax error near \"d\" | expected \";\"\n");
  EXPECT_EQ(outcome("BEGIN {\n\tprintf(\"abc);\n}\nEND { c d }"),
            "D_STR_NL 2:9 string constant is not closed before the end of the line\n"
            "D_SYNTAX 4:9 syntax error near \"d\" | expected \";\"\n");
}

TEST(Recovery, MissingSemicolonOfADeclaration) {
  EXPECT_EQ(outcome("int x\nBEGIN { y; }\nEND { c d }"),
            "D_SYNTAX 2:1 syntax error near \"BEGIN\" | expected \";\" at the end of line 1\n"
            "D_SYNTAX 3:9 syntax error near \"d\" | expected \";\"\n");
}

TEST(Limits, NestingIsAnErrorNotACrash) {
  const auto repeat = [](const std::string &text, int times) {
    std::string out;
    for (int i = 0; i < times; i++)
      out += text;
    return out;
  };
  const auto first_error = [](const std::string &text) {
    const Parsed parsed = parse_text(text);
    EXPECT_FALSE(parsed.program);
    return parsed.errors.empty() ? "" : parsed.errors.front().message;
  };
  const std::string brackets = "brackets are nested more than 500 levels deep";
  EXPECT_EQ(first_error("BEGIN { " + repeat("(", 10000) + "1" + repeat(")", 10000) + " }"),
            brackets);
  EXPECT_EQ(first_error("BEGIN " + repeat("{", 10000)), brackets);
  EXPECT_EQ(first_error(repeat("struct { ", 10000)), brackets);
  const std::string operators = "more than 1000 operators or statements are nested";
  for (const char *text : {"!", "- ", "(int)", "x = ", "x ? 1 : ", "if (x) ", "if (x) y; else "})
    EXPECT_EQ(first_error("BEGIN { " + repeat(text, 100000) + "x; }"), operators) << text;
  for (const char *text : {" + 1", ".a", "[1]", ", y", "++"})
    EXPECT_EQ(first_error("BEGIN { x" + repeat(text, 100000) + "; }"), operators) << text;
  EXPECT_EQ(first_error("int x" + repeat("[1]", 10000) + ";"),
            "type has more than 100 pointers, arrays and functions");
}

TEST(Limits, WhatPeopleWriteIsAllowed) {
  std::string chain, elses, sum = "1";
  for (int i = 0; i < 900; i++) {
    chain += "x == " + std::to_string(i) + " ? \"a\" : ";
    elses += "if (x == " + std::to_string(i) + ") y = 1; else ";
    sum += " + 1";
  }
  const Parsed parsed =
      parse_text("BEGIN { x = " + chain + "\"b\"; " + elses + "y = 2; z = " + sum + "; }");
  ASSERT_TRUE(parsed.program) << outcome(parsed);
  EXPECT_GT(dump(*parsed.program).size(), 900u);
}

TEST(Limits, ErrorsAreNotEndless) {
  std::string text;
  for (int i = 0; i < 1000; i++)
    text += "a b { }\n";
  EXPECT_EQ(parse_text(text).errors.size(), 50u);
}

} // namespace dtrace::test
