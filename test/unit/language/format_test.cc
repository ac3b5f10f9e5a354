// printf formats: what is parsed, what is refused, and by which tag.
#include <gtest/gtest.h>

#include "language/format.h"

#include <set>

namespace dtrace {
namespace {

const FormatArgument int_argument{ArgumentKind::Integer, 4};
const FormatArgument long_argument{ArgumentKind::Integer, 8};
const FormatArgument pointer_argument{ArgumentKind::Pointer, 8};
const FormatArgument string_argument{ArgumentKind::String, 16};

std::string parsed(std::string_view text) {
  const auto format = parse_format(text, {});
  if (!format)
    return "error " + std::string(tag_name(format.error().tag));
  std::string result;
  for (const Conversion &c : format->conversions) {
    result += "[" + c.literal + "|" + c.flags;
    result += c.width_from_argument ? "*" : c.width >= 0 ? std::to_string(c.width) : "";
    result += c.precision_from_argument ? ".*"
              : c.precision >= 0        ? "." + std::to_string(c.precision)
                                        : "";
    result += (c.aggregation ? "@" : "") + c.length + c.letter + "]";
  }
  return result;
}

TEST(ParseFormat, Conversions) {
  EXPECT_EQ(parsed("plain"), "[plain|]");
  EXPECT_EQ(parsed(""), "");
  EXPECT_EQ(parsed("100%%"), "[100%|]");
  EXPECT_EQ(parsed("%d%s"), "[|d][|s]");
  EXPECT_EQ(parsed("a%-+ #0'12.34lldb"), "[a|-+ #0'12.34lld][b|]");
  EXPECT_EQ(parsed("%*.*s %.d"), "[|*.*s][ |.0d]");
  EXPECT_EQ(parsed("%hhd %hd %ld %Lf %wc %ws"), "[|hhd][ |hd][ |ld][ |Lf][ |wc][ |ws]");
  EXPECT_EQ(parsed("%@d %-@5u %-5@x %5@d"), "[|@d][ |-5@u][ |-5@x][ |5@d]");
  EXPECT_EQ(parsed("%5%%d"), "error D_SYNTAX");
  for (const ConversionRow &row : conversion_rows())
    EXPECT_EQ(parsed("%" + std::string(row.letter)), "[|" + std::string(row.letter) + "]");
}

TEST(ParseFormat, WhatIsNoFormat) {
  for (const char *text :
       {"%", "a%", "%5", "%-", "%.", "%l", "%w", "%q", "%wd", "%99999d", "%.99999d", "%*", "%@"})
    EXPECT_EQ(parsed(text), "error D_SYNTAX") << text;
}

TEST(ParseFormat, EachConversionHasItsPlace) {
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "f.d", "printf(\"ab %5d %s\", 1)");
  const auto format = parse_format("ab %5d %s", {source, 7, 18});
  ASSERT_TRUE(format);
  EXPECT_EQ(format->conversions[0].span.text(), "%5d");
  EXPECT_EQ(format->conversions[1].span.text(), "%s");
  const Source *escaped = sources.add(SourceKind::Script, "f.d", "\"\\t%d\"");
  const auto whole = parse_format("\t%d", {escaped, 0, 6});
  EXPECT_EQ(whole->conversions[0].span.text(), "\"\\t%d\"");
}

std::string checked(std::string_view text, std::vector<FormatArgument> arguments,
                    FormatUse use = {}) {
  const auto format = parse_format(text, {});
  if (!format)
    return "unparsed";
  const auto result = check_format(*format, arguments, use);
  return result ? "" : std::string(tag_name(result.error().tag));
}

TEST(CheckFormat, Tags) {
  EXPECT_EQ(checked("", {}), "D_PRINTF_FMT_EMPTY");
  EXPECT_EQ(checked("", {}, {.may_be_empty = true}), "");
  EXPECT_EQ(checked("%d", {}), "D_PRINTF_ARG_PROTO");
  EXPECT_EQ(checked("%d", {int_argument, int_argument}), "D_PRINTF_ARG_EXTRA");
  EXPECT_EQ(checked("text", {int_argument}), "D_PRINTF_ARG_EXTRA");
  EXPECT_EQ(checked("%d", {string_argument}), "D_PRINTF_ARG_TYPE");
  EXPECT_EQ(checked("%*d", {}), "D_PRINTF_DYN_PROTO");
  EXPECT_EQ(checked("%.*d", {}), "D_PRINTF_DYN_PROTO");
  EXPECT_EQ(checked("%*d", {string_argument, int_argument}), "D_PRINTF_DYN_TYPE");
  EXPECT_EQ(checked("%*d", {int_argument}), "D_PRINTF_ARG_PROTO");
  EXPECT_EQ(checked("%*.*d", {int_argument, int_argument, int_argument}), "");
  EXPECT_EQ(checked("%@d", {int_argument}), "D_PRINTF_AGG_CONV");
}

TEST(CheckFormat, Printa) {
  const FormatUse use{.function = "printa", .aggregations = true};
  EXPECT_EQ(checked("%s %@d\n", {string_argument}, use), "");
  EXPECT_EQ(checked("%@d\n", {string_argument, int_argument}, use), "");
  EXPECT_EQ(checked("%s %s", {string_argument}, use), "D_PRINTF_ARG_PROTO");
  EXPECT_EQ(checked("%@s", {}, use), "D_PRINTF_AGG_CONV");
  EXPECT_EQ(checked("%k", {{ArgumentKind::Stack}}, use), "");
}

TEST(CheckFormat, MessagesNameConversionAndArgument) {
  TypeGraph types;
  const FormatArgument argument = format_argument(types.pointer_to(types.int_type()));
  const std::vector<FormatArgument> arguments{int_argument, argument};
  const auto result = check_format(*parse_format("%d %d", {}), arguments);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message,
            "printf( ) argument #3 is incompatible with conversion #2 prototype: conversion %d "
            "takes char, short, int, long, or long long, argument is int *");
}

// Which kinds each letter takes, one row a letter.
TEST(CheckFormat, Kinds) {
  const std::vector<std::pair<std::string, FormatArgument>> kinds = {
      {"i", int_argument},
      {"l", long_argument},
      {"p", pointer_argument},
      {"f", {ArgumentKind::Float, 8}},
      {"s", string_argument},
      {"w", {ArgumentKind::WideString, 16}},
      {"k", {ArgumentKind::Stack, 80}},
      {"a", {ArgumentKind::Symbol, 8}},
      {"o", {ArgumentKind::Other, 24}},
  };
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"a", "ilpa"}, {"A", "ilpa"}, {"c", "il"}, {"C", "il"}, {"d", "il"}, {"e", "f"},
      {"E", "f"},    {"f", "f"},    {"g", "f"},  {"G", "f"},  {"i", "il"}, {"k", "k"},
      {"o", "il"},   {"p", "ilp"},  {"s", "sa"}, {"S", "s"},  {"T", "l"},  {"u", "il"},
      {"wc", "il"},  {"ws", "w"},   {"x", "il"}, {"X", "il"}, {"Y", "l"},
  };
  std::set<std::string> letters;
  for (const auto &[letter, taken] : expected) {
    letters.insert(letter);
    for (const auto &[name, argument] : kinds) {
      const bool fits = taken.find(name) != std::string::npos;
      EXPECT_EQ(checked("%" + letter, {argument}), fits ? "" : "D_PRINTF_ARG_TYPE")
          << "%" << letter << " of " << name;
    }
  }
  for (const ConversionRow &row : conversion_rows())
    EXPECT_TRUE(letters.contains(std::string(row.letter))) << row.letter;
}

TEST(FormatArgument, KindsOfTypes) {
  TypeGraph types;
  const Type *character = types.make(
      {.kind = TypeKind::Integer, .name = "char", .size = 1, .is_signed = true, .is_char = true});
  const auto kind = [](const Type *type) { return format_argument(type).kind; };
  EXPECT_EQ(kind(types.int_type()), ArgumentKind::Integer);
  EXPECT_EQ(format_argument(types.integer(8, false)).size, 8u);
  EXPECT_EQ(kind(types.declare_typedef("mine", types.int_type())), ArgumentKind::Integer);
  EXPECT_EQ(kind(types.pointer_to(types.int_type())), ArgumentKind::Pointer);
  EXPECT_EQ(kind(types.string_type()), ArgumentKind::String);
  EXPECT_EQ(kind(types.array_of(character, 8)), ArgumentKind::String);
  EXPECT_EQ(kind(types.array_of(types.int_type(), 8)), ArgumentKind::WideString);
  EXPECT_EQ(kind(types.array_of(types.integer(8, true), 8)), ArgumentKind::Other);
  EXPECT_EQ(kind(types.stack_type()), ArgumentKind::Stack);
  EXPECT_EQ(kind(types.user_stack_type()), ArgumentKind::Stack);
  EXPECT_EQ(kind(types.symbol_type()), ArgumentKind::Symbol);
  EXPECT_EQ(kind(types.declare_struct(TypeKind::Struct, "s")), ArgumentKind::Other);
}

} // namespace
} // namespace dtrace
