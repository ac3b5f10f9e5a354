#include "parsed.h"

#include <gtest/gtest.h>

namespace dtrace::test {

// One declaration's dump in one line.
std::string flat(std::string text, const Setup &setup = {}) {
  std::string out;
  bool blank = false;
  for (const char c : outcome(std::move(text), setup)) {
    blank = blank || c == ' ' || c == '\n';
    if (c == ' ' || c == '\n')
      continue;
    if (blank && !out.empty())
      out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

TEST(Declaration, Variables) {
  EXPECT_EQ(flat("int x;"), "declaration type int name x");
  EXPECT_EQ(flat("self char *s;"), "declaration type self char pointer name s");
  EXPECT_EQ(flat("this struct foo f;"), "declaration type this struct foo name f");
  EXPECT_EQ(flat("int a, *b;"), "declaration type int name a declaration type int pointer name b");
  EXPECT_EQ(flat("unsigned long long int x;"), "declaration type unsigned long long int name x");
  EXPECT_EQ(flat("extern const volatile foo_t *const restrict p;"),
            "declaration type extern const volatile foo_t pointer const restrict name p");
  EXPECT_EQ(flat("userland char *p;"), "declaration type userland char pointer name p");
  EXPECT_EQ(flat("struct ext4`inode i;"), "declaration type struct ext4`inode name i");
}

TEST(Declaration, ArraysAndTuples) {
  EXPECT_EQ(flat("int *a[3];"), "declaration type int pointer array integer 3 name a");
  EXPECT_EQ(flat("int (*a)[3];"), "declaration type int array integer 3 pointer name a");
  EXPECT_EQ(flat("int a[2][3];"), "declaration type int array integer 3 array integer 2 name a");
  EXPECT_EQ(flat("int a[];"), "declaration type int array name a");
  EXPECT_EQ(flat("self int b[int];"), "declaration type self int tuple parameter type int name b");
  EXPECT_EQ(flat("int a[string, foo_t *, struct s];"),
            "declaration type int tuple parameter type string parameter type foo_t pointer name "
            "parameter type struct s name a");
  EXPECT_EQ(flat("int a[foo_t], b[SIZE];"),
            "declaration type int tuple parameter type foo_t name a declaration type int array "
            "identifier SIZE name b");
}

TEST(Declaration, FunctionPointers) {
  EXPECT_EQ(flat("int (*f)(foo_t, char *c, ...);"),
            "declaration type int function ... parameter type foo_t parameter type char pointer "
            "name c pointer name f");
  EXPECT_EQ(flat("extern size_t strlen(string);", {.types = {"size_t"}}),
            "declaration type extern size_t function parameter type string name strlen");
  EXPECT_EQ(flat("void *(*(*f)(void))[4];"),
            "declaration type void pointer array integer 4 pointer function parameter type void "
            "pointer name f");
}

TEST(Declaration, StructsUnionsEnums) {
  EXPECT_EQ(flat("struct s { int a, *b; union { long c; }; };"),
            "declaration type struct s member type int name a member type int pointer name b "
            "member type union member type long name c");
  EXPECT_EQ(flat("struct s { unsigned lo:3, hi:5, :4; foo_t f; } x;"),
            "declaration type struct s member type unsigned name lo bits integer 3 member type "
            "unsigned name hi bits integer 5 member type unsigned name bits integer 4 member type "
            "foo_t name f name x");
  EXPECT_EQ(flat("enum e { A, B = 1 + 2, C, };"),
            "declaration type enum e enumerator A enumerator B binary + integer 1 integer 2 "
            "enumerator C");
  EXPECT_EQ(flat("union u;"), "declaration type union u");
  EXPECT_EQ(flat("struct s { int probe; char string; };"),
            "declaration type struct s member type int name probe member type char name string");
}

TEST(Declaration, TypedefsAreTypesAtOnce) {
  EXPECT_EQ(flat("typedef long mine; mine x; struct s { mine mine; };", {.types = {}}),
            "declaration type typedef long name mine declaration type mine name x declaration type "
            "struct s member type mine name mine");
  EXPECT_EQ(flat("typedef int a, *b; b p; BEGIN { (a)-1 }", {.types = {}}),
            "declaration type typedef int name a declaration type typedef int pointer name b "
            "declaration type b name p clause probe :::BEGIN body cast type a unary - integer 1");
}

TEST(Declaration, Inlines) {
  EXPECT_EQ(flat("inline int X = 1 + 2;"), "inline type int name X binary + integer 1 integer 2");
  EXPECT_EQ(flat("inline string n[int a, foo_t b] = a ? \"x\" : \"y\";"),
            "inline type string tuple parameter type int name a parameter type foo_t name b name n "
            "conditional identifier a string \"x\" string \"y\"");
}

TEST(Declaration, Translators) {
  EXPECT_EQ(outcome("translator out_t < struct in *p > { a = p->x; string = \"s\" };"),
            R"(translator
  type out_t
  input
    type struct in
    pointer
    name p
  member a
    member ->x
      identifier p
  member string
    string "s"
)");
  EXPECT_EQ(flat("translator out_t < in_t > { };"),
            "D_SYNTAX 1:20 the input of a translator needs a name");
}

TEST(Declaration, Providers) {
  EXPECT_EQ(outcome(R"(
provider p {
	probe plain();
	probe go(int, char *s) : (foo_t *f);
};)"),
            R"(provider p
  probe plain
    arguments
  probe go
    arguments
      parameter
        type int
      parameter
        type char
        pointer
        name s
    translated
      parameter
        type foo_t
        pointer
        name f
)");
}

TEST(Declaration, ProvidersOnOtherProbes) {
  EXPECT_EQ(outcome(R"(
provider p {
	probe a__b() = rawtp:::x;
	probe c(bar_t *, int) =
	    rawtp:::y,fbt::z:entry / args[4] / 2 == 0 / : (long)args[2], arg0 ? 1 : 2;
	probe d(int):(long) = rawtp:::w : arg0;
	probe e() = rawtp:::v /pid/;
};)"),
            R"(provider p
  probe a__b
    arguments
    probe rawtp:::x
  probe c
    arguments
      parameter
        type bar_t
        pointer
        name
      parameter
        type int
    probe rawtp:::y
    probe fbt::z:entry
    predicate
      binary ==
        binary /
          index
            identifier args
            integer 4
          integer 2
        integer 0
    values
      cast
        type long
        index
          identifier args
          integer 2
      conditional
        identifier arg0
        integer 1
        integer 2
  probe d
    arguments
      parameter
        type int
    translated
      parameter
        type long
    probe rawtp:::w
    values
      identifier arg0
  probe e
    arguments
    probe rawtp:::v
    predicate
      identifier pid
)");
}

TEST(Declaration, WordsThatDoNotGoTogether) {
  EXPECT_EQ(flat("int int x;"),
            "D_DECL_COMBO 1:5 invalid combination of types: a word stands twice");
  EXPECT_EQ(flat("long long long x;"),
            "D_DECL_COMBO 1:11 invalid combination of types: a word stands twice");
  EXPECT_EQ(flat("self static int x;"), "D_DECL_CLASS 1:6 only one storage class can be given");
}

// Asking may mean to read the kernel's types, so it is done only where the grammar cannot tell.
TEST(TypeNames, AreAskedOnlyWhereItIsOpen) {
  const auto asked = [](std::string text) {
    const Parsed parsed = parse_text(std::move(text));
    EXPECT_TRUE(parsed.program) << outcome(parsed);
    std::string names;
    for (const std::string &name : parsed.asked)
      names += (names.empty() ? "" : " ") + name;
    return names;
  };
  EXPECT_EQ(asked("BEGIN { x = y + f(z) * a[b]; (x == y); (x); trace((x)); if ((x) > 3) z; }"), "");
  EXPECT_EQ(asked("BEGIN /(x) != 3 && (y) / 2/ { (a).b; (a)->b; (a * b) + 1; (a)[1]; }"), "");
  EXPECT_EQ(asked("BEGIN { (foo_t)x; (uint32_t *)y; (foo_t)1; }"), "foo_t uint32_t");
  EXPECT_EQ(asked("BEGIN { sizeof (foo_t); sizeof (x); sizeof (a.b); sizeof (uint32_t[3]); }"),
            "foo_t x uint32_t");
  EXPECT_EQ(asked("BEGIN { (x) - 1; }"), "x");
  EXPECT_EQ(asked("struct s { foo_t a; bar_t b; }; self x_t y; inline y_t Z = 1;"), "");
  EXPECT_EQ(asked("translator a_t < b_t *p > { x = xlate <c_t> (p).y; };"), "");
  EXPECT_EQ(asked("provider p { probe a(b_t, c_t *) : (d_t); };"), "");
  EXPECT_EQ(asked("syscall::read:entry, BEGIN, profile-97 { }"), "");
}

} // namespace dtrace::test
