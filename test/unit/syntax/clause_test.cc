#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

using Specifier = ParseOptions::Specifier;

// The clauses of a text: probes, "/" when there is a predicate, "{n}" for a body of n statements.
std::string clauses(std::string text, const Setup &setup = {}) {
  const Parsed parsed = parse_text(std::move(text), setup);
  if (!parsed.program)
    return outcome(parsed);
  std::string out;
  for (const ast::Item &item : parsed.program->items) {
    if (!item.clause) {
      out += "(declaration)\n";
      continue;
    }
    for (const ast::ProbeDescription &p : item.clause->probes) {
      if (p.id)
        out += std::to_string(p.id) + " ";
      else
        out += std::string(p.provider) + ":" + std::string(p.module) + ":" +
               std::string(p.function) + ":" + std::string(p.name) + " ";
    }
    if (item.clause->predicate)
      out += "/" + std::string(item.clause->predicate->span.text()) + "/ ";
    if (item.clause->has_body)
      out += "{" + std::to_string(item.clause->body.size()) + "}";
    out += "\n";
  }
  return out;
}

TEST(Clause, FieldsAreMissingFromTheLeft) {
  EXPECT_EQ(clauses("a:b:c:d {}"), "a:b:c:d {0}\n");
  EXPECT_EQ(clauses("b:c:d {}"), ":b:c:d {0}\n");
  EXPECT_EQ(clauses("read:entry {}"), "::read:entry {0}\n");
  EXPECT_EQ(clauses("BEGIN {}"), ":::BEGIN {0}\n");
  EXPECT_EQ(clauses("::: {}"), "::: {0}\n");
  EXPECT_EQ(clauses("syscall::: {}"), "syscall::: {0}\n");
  EXPECT_EQ(clauses(": {}"), "::: {0}\n");
}

TEST(Clause, SpecifierSaysWhatALoneWordNames) {
  EXPECT_EQ(clauses("a {}", {.specifier = Specifier::Provider}), "a::: {0}\n");
  EXPECT_EQ(clauses("a", {.specifier = Specifier::Module}), ":a:: \n");
  EXPECT_EQ(clauses("p:a", {.specifier = Specifier::Module}), "p:a:: \n");
  EXPECT_EQ(clauses("a /x/ {}", {.specifier = Specifier::Function}), "::a: /x/ {0}\n");
  EXPECT_EQ(clauses("p:m:a", {.specifier = Specifier::Function}), "p:m:a: \n");
  EXPECT_EQ(clauses("17", {.specifier = Specifier::Id}), "17 \n");
  EXPECT_EQ(clauses("17, 18 {}"), "17 18 {0}\n");
}

TEST(Clause, WrongDescriptions) {
  EXPECT_EQ(clauses("a:b", {.specifier = Specifier::Provider}),
            "D_PDESC_INVAL 1:1 probe description a:b has too many parts | write provider; put a part "
            "that contains colons in double quotes\n");
  EXPECT_EQ(clauses("BEGIN, a:b:c:d:e {}"),
            "D_PDESC_INVAL 1:8 probe description a:b:c:d:e has too many parts | write "
            "provider:module:function:name; put a part that contains colons in double quotes\n");
  EXPECT_EQ(clauses("foo", {.specifier = Specifier::Id}),
            "D_PDESC_INVAL 1:1 invalid probe identifier: foo\n");
  EXPECT_EQ(clauses("99999999999 {}"), "D_PDESC_INVAL 1:1 invalid probe identifier: 99999999999\n");
  EXPECT_EQ(clauses("a:\"b:c {}\n"),
            "D_STR_NL 1:3 quote in the probe description is not closed before the end of the "
            "line\n");
}

TEST(Clause, AnyCharacterMayStandInADescription) {
  EXPECT_EQ(clauses("syscall::[a-c,x]*?:entry {}"), "syscall::[a-c,x]*?:entry {0}\n");
  EXPECT_EQ(clauses("pid1:a.out:f(int,char):entry,b {}"),
            "pid1:a.out:f(int,char):entry :::b {0}\n");
  EXPECT_EQ(clauses("p:m:a\\:b\\,c:e {}"), "p:m:a\\:b\\,c:e {0}\n");
  EXPECT_EQ(clauses("pid1:a.out:\"ns::f(int, int)\":entry {}"),
            "pid1:a.out:ns\\:\\:f(int, int):entry {0}\n");
  EXPECT_EQ(clauses("p:m:\"operator*\":e {}"), "p:m:operator\\*:e {0}\n");
  EXPECT_EQ(clauses("p:m:~X<T>::`x-y+z@plt {}", {.specifier = Specifier::Name}),
            "D_PDESC_INVAL 1:1 probe description p:m:~X<T>::`x-y+z@plt has too many parts | write "
            "provider:module:function:name; put a part that contains colons in double quotes\n");
}

TEST(Clause, BodyPredicateAndBothMayBeMissing) {
  EXPECT_EQ(clauses("BEGIN"), ":::BEGIN \n");
  EXPECT_EQ(clauses("BEGIN;"), ":::BEGIN \n");
  EXPECT_EQ(clauses("BEGIN; END { }"), ":::BEGIN \n:::END {0}\n");
  EXPECT_EQ(clauses("BEGIN /x/"), ":::BEGIN /x/ \n");
  EXPECT_EQ(clauses("BEGIN /x/; END"), ":::BEGIN /x/ \n:::END \n");
  EXPECT_EQ(clauses("a,b,\nc{trace(1)}"), ":::a :::b :::c {1}\n");
  EXPECT_EQ(clauses(""), "");
  EXPECT_EQ(clauses(" /* only a comment */ \n"), "");
  EXPECT_EQ(clauses(";;"), "");
}

TEST(Clause, SeveralOnALine) {
  EXPECT_EQ(clauses("BEGIN{x}END{y;z};tick-1s/1/{a;;b;}"),
            ":::BEGIN {1}\n:::END {2}\n:::tick-1s /1/ {2}\n");
}

TEST(Clause, SlashEndsAPredicateWhereNothingCanBeDivided) {
  EXPECT_EQ(clauses("BEGIN /a / b/ { c / d }"), ":::BEGIN /a / b/ {1}\n");
  EXPECT_EQ(clauses("BEGIN /a/b/{}"), ":::BEGIN /a/b/ {0}\n");
  EXPECT_EQ(clauses("BEGIN/a/ /* note */ \n { }"), ":::BEGIN /a/ {0}\n");
  EXPECT_EQ(clauses("BEGIN /a//* note */{}"), ":::BEGIN /a/ {0}\n");
  EXPECT_EQ(clauses("BEGIN /(a / b) == (c / d)/ {}"), ":::BEGIN /(a / b) == (c / d)/ {0}\n");
  EXPECT_EQ(clauses("BEGIN /a /\n# 3 \"x\"\nb/ {}"), ":::BEGIN /a /\n# 3 \"x\"\nb/ {0}\n");
  EXPECT_EQ(clauses("BEGIN /a /= b/ {}"), ":::BEGIN /a /= b/ {0}\n");
}

TEST(Clause, PredicateWithoutBodyBeforeTheNextItem) {
  EXPECT_EQ(clauses("a:b /x / y/\nc::d:e /z/ {}"), "::a:b /x / y/ \nc::d:e /z/ {0}\n");
  EXPECT_EQ(clauses("a /x/ END {}"), ":::a /x/ \n:::END {0}\n");
  EXPECT_EQ(clauses("a /x/ tick-5 {}"), ":::a /x/ \n:::tick-5 {0}\n");
  EXPECT_EQ(clauses("a /x/ struct s;"), ":::a /x/ \n(declaration)\n");
  EXPECT_EQ(clauses("a /x/ self int y;"), ":::a /x/ \n(declaration)\n");
  EXPECT_EQ(clauses("a /x/\n#pragma D option quiet\nb {}"), "(declaration)\n:::a /x/ \n:::b {0}\n");
  EXPECT_EQ(clauses("a /x / self->y/ {}"), ":::a /x / self->y/ {0}\n");
  EXPECT_EQ(clauses("a /x / y ? 1 : 0/ {}"), ":::a /x / y ? 1 : 0/ {0}\n");
  EXPECT_EQ(clauses("a /x/y?b:c/ {}"), ":::a /x/y?b:c/ {0}\n");
  EXPECT_EQ(clauses("a /x ? y/b:c/ {}"), ":::a /x ? y/b:c/ {0}\n");
}

TEST(Clause, FirstWordTellsDeclarationsFromDescriptions) {
  EXPECT_EQ(clauses("int x; self char *s; this struct foo f; string t; BEGIN {}"),
            "(declaration)\n(declaration)\n(declaration)\n(declaration)\n:::BEGIN {0}\n");
  EXPECT_EQ(clauses("foo_t x; foo_t *y; foo_t*z; ext4`bar_t w;"),
            "(declaration)\n(declaration)\n(declaration)\n(declaration)\n");
  EXPECT_EQ(clauses("self:::entry {} int-1s {} foo_t {} foo_t* {} string:a {}"),
            "self:::entry {0}\n:::int-1s {0}\n:::foo_t {0}\n:::foo_t* {0}\n::string:a {0}\n");
  EXPECT_EQ(clauses("typedef int mine; mine x; BEGIN {}", {.types = {}}),
            "(declaration)\n(declaration)\n:::BEGIN {0}\n");
}

TEST(Clause, IfAndElse) {
  EXPECT_EQ(outcome("BEGIN { if (a) b; else if (c) { d; e } else f; { g; } if (h) ; }"),
            R"(clause
  probe :::BEGIN
  body
    if
      identifier a
      then
        identifier b
      else
        if
          identifier c
          then
            identifier d
            identifier e
          else
            identifier f
    block
      identifier g
    if
      identifier h
      then
)");
}

TEST(Clause, ElseBelongsToTheNearestIf) {
  EXPECT_EQ(outcome("BEGIN { if (a) if (b) c; else d; }"), R"(clause
  probe :::BEGIN
  body
    if
      identifier a
      then
        if
          identifier b
          then
            identifier c
          else
            identifier d
)");
}

} // namespace dtrace::test
