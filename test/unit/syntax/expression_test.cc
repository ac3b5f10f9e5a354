#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

TEST(Expression, PrecedenceIsThatOfC) {
  EXPECT_EQ(lisp("a || b ^^ c && d | e ^ f & g == h < i << j + k * l"),
            "(|| a (^^ b (&& c (| d (^ e (& f (== g (< h (<< i (+ j (* k l)))))))))))");
  EXPECT_EQ(lisp("a * b + c << d < e == f & g ^ h | i && j ^^ k || l"),
            "(|| (^^ (&& (| (^ (& (== (< (<< (+ (* a b) c) d) e) f) g) h) i) j) k) l)");
}

TEST(Expression, OperatorsOfOneLevelGroupLeft) {
  EXPECT_EQ(lisp("a - b + c"), "(+ (- a b) c)");
  EXPECT_EQ(lisp("a / b % c * d"), "(* (% (/ a b) c) d)");
  EXPECT_EQ(lisp("a >> b << c"), "(<< (>> a b) c)");
  EXPECT_EQ(lisp("a >= b > c <= d"), "(<= (> (>= a b) c) d)");
  EXPECT_EQ(lisp("a != b == c"), "(== (!= a b) c)");
}

TEST(Expression, AssignmentsGroupRight) {
  EXPECT_EQ(lisp("a = b += c"), "(assign = a (assign += b c))");
  EXPECT_EQ(lisp("a -= 1"), "(assign -= a 1)");
  EXPECT_EQ(lisp("a *= b /= c %= d &= e |= f ^= g <<= h >>= i"),
            "(assign *= a (assign /= b (assign %= c (assign &= d (assign |= e (assign ^= f (assign "
            "<<= g (assign >>= h i))))))))");
}

TEST(Expression, TernaryArmsMayBeAssignmentsAndActions) {
  EXPECT_EQ(lisp("a ? b : c ? d : e"), "(conditional a b (conditional c d e))");
  EXPECT_EQ(lisp("x = a ? b : c"), "(assign = x (conditional a b c))");
  EXPECT_EQ(lisp("a ? x = 1 : y = 2"), "(conditional a (assign = x 1) (assign = y 2))");
  EXPECT_EQ(lisp("a ? trace(1) : exit(0)"), "(conditional a (call trace 1) (call exit 0))");
  EXPECT_EQ(lisp("a ? b, c : d"), "(conditional a (, b c) d)");
}

TEST(Expression, PrefixAndPostfix) {
  EXPECT_EQ(lisp("-~!+*&a"), "(- (~ (! (+ (* (& a))))))");
  EXPECT_EQ(lisp("++a--"), "(++x (x-- a))");
  EXPECT_EQ(lisp("--a++"), "(--x (x++ a))");
  EXPECT_EQ(lisp("*p++ - -q"), "(- (* (x++ p)) (- q))");
  EXPECT_EQ(lisp("-a.b->c[1]"), "(- (index (member ->c (member .b a)) 1))");
  EXPECT_EQ(lisp("a[1, \"x\"][2]"), "(index (index a 1 \"x\") 2)");
  EXPECT_EQ(lisp("f() + g(a, (b, c))"), "(+ call f (call g a (, b c)))");
}

TEST(Expression, ScopesSymbolsAggregations) {
  EXPECT_EQ(lisp("self->a[this->b]"), "(index self->a this->b)");
  EXPECT_EQ(lisp("`a + vmlinux`b + libc.so.6`c + LM1`x`d"),
            "(+ (+ (+ symbol `a symbol vmlinux`b) symbol libc.so.6`c) symbol LM1`x`d)");
  EXPECT_EQ(lisp("`ld-linux`a + ld-linux-x86-64.so.2`b"),
            "(+ symbol ld-linux`a symbol ld-linux-x86-64.so.2`b)");
  EXPECT_EQ(lisp("pid1`ld-linux-x86-64.so.2`c"), "symbol pid1`ld-linux-x86-64.so.2`c");
  EXPECT_EQ(lisp("a-vmlinux`b"), "(- a symbol vmlinux`b)");
  EXPECT_EQ(lisp("&`a->b"), "(& (member ->b symbol `a))");
  EXPECT_EQ(lisp("@ = count()"), "(assign = aggregation @_ call count)");
  EXPECT_EQ(lisp("@a[1, x] = sum(2)"), "(assign = (aggregation @a keys 1 x) (call sum 2))");
  EXPECT_EQ(lisp("@[x][y]"), "(index (aggregation @_ keys x) y)");
}

TEST(Expression, MembersMayHaveAnyName) {
  EXPECT_EQ(lisp("a->string.int->self.foo_t"),
            "(member .foo_t (member ->self (member .int (member ->string a))))");
}

TEST(Expression, CastsAndSizes) {
  EXPECT_EQ(lisp("(char)a + b"), "(+ (cast type char a) b)");
  EXPECT_EQ(lisp("(int)-1"), "(cast type int (- 1))");
  EXPECT_EQ(lisp("(struct s *)a->b"), "(cast type struct s pointer name (member ->b a))");
  EXPECT_EQ(lisp("sizeof (int) - 1"), "(- (sizeof type int) 1)");
  EXPECT_EQ(lisp("sizeof a.b"), "(sizeof (member .b a))");
  EXPECT_EQ(lisp("sizeof (a)->b"), "(sizeof (member ->b a))");
  EXPECT_EQ(lisp("stringof a + stringof (b)"), "(+ (stringof a) (stringof b))");
  EXPECT_EQ(lisp("offsetof(struct s, a.b)"), "(offsetof a.b type struct s)");
  EXPECT_EQ(lisp("xlate <foo_t *> (a)->b"), "(member ->b (xlate type foo_t pointer name a))");
  EXPECT_EQ(lisp("(int (*)(char, ...))a"),
            "(cast type int (function ... (parameter type char)) pointer name a)");
  EXPECT_EQ(lisp("__has_type(struct s) && __has_member(foo_t, a.b)"),
            "(&& (has type type struct s) (has member a.b type foo_t))");
}

TEST(Expression, IntegerConstants) {
  EXPECT_EQ(lisp("0"), "0");
  EXPECT_EQ(lisp("18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(lisp("0x7fU"), "127u not decimal");
  EXPECT_EQ(lisp("017lL"), "15ll not decimal");
  EXPECT_EQ(lisp("5uLL"), "5ull");
  EXPECT_EQ(lisp("5LU"), "5ul");
}

TEST(Expression, CharacterConstants) {
  EXPECT_EQ(lisp("'a'"), "97 char");
  EXPECT_EQ(lisp("'\\n'"), "10 char");
  EXPECT_EQ(lisp("'\\''"), "39 char");
  EXPECT_EQ(lisp("'\"'"), "34 char");
  EXPECT_EQ(lisp("'\\0'"), "0 char");
  EXPECT_EQ(lisp("'\\377'"), "-1 char");
  EXPECT_EQ(lisp("'\\x41'"), "65 char");
  EXPECT_EQ(lisp("'abcd'"), "1633837924 char");
}

TEST(Expression, StringConstants) {
  EXPECT_EQ(lisp("\"a\" \"b\"\n\"c\""), "\"abc\"");
  EXPECT_EQ(lisp("\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\\101\\x41\\q\""),
            "\"\\007\\010\\014\\012\\015\\011\\013\\\\\\\"AA\\\\q\"");
  EXPECT_EQ(lisp("\"a\\0b\""), "\"a\\000b\"");
  EXPECT_EQ(lisp("\"one \\\nline\""), "\"one line\"");
  EXPECT_EQ(lisp("\"/* no comment */\""), "\"/* no comment */\"");
}

TEST(Expression, SpansCoverWhatWasWritten) {
  const Parsed parsed = parse_text("BEGIN { x = (a + b) * self->c[1]; }", {});
  ASSERT_TRUE(parsed.program);
  const auto *assign =
      static_cast<ast::Assign *>(parsed.program->items[0].clause->body[0]->expression);
  const auto *product = static_cast<ast::Binary *>(assign->value);
  EXPECT_EQ(assign->span.text(), "x = (a + b) * self->c[1]");
  EXPECT_EQ(product->left->span.text(), "(a + b)");
  EXPECT_EQ(product->right->span.text(), "self->c[1]");
  EXPECT_EQ(parsed.program->items[0].clause->span.text(), parsed.source->text);
}

TEST(Expression, HeightIsKnown) {
  const Parsed parsed = parse_text("a + f(b, c * d)", {.mode = GrammarMode::Expression});
  ASSERT_TRUE(parsed.program);
  EXPECT_EQ(parsed.program->items[0].clause->body[0]->expression->height, 4);
}

} // namespace dtrace::test
