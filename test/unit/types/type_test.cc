#include "types/type.h"

#include "syntax/ast.h"

#include <gtest/gtest.h>

using namespace dtrace;
using namespace dtrace::ast;

namespace {
struct TypeTest : testing::Test {
  TypeGraph graph;
  const Type *type_of(std::string_view name) { return graph.find(TypeKind::Typedef, name, false); }
};
} // namespace

TEST_F(TypeTest, WordsOfBasicTypesInAnyCombination) {
  const struct {
    uint32_t words;
    const char *name;
    size_t size;
    bool is_signed;
  } rows[] = {
      {Char, "char", sizeof(char), true},
      {Unsigned | Char, "unsigned char", 1, false},
      {Signed | Char, "signed char", 1, true},
      {Short | Int, "short", sizeof(short), true},
      {Unsigned | Short | Int, "unsigned short", 2, false},
      {Unsigned, "unsigned int", sizeof(unsigned), false},
      {Signed, "int", 4, true},
      {0, "int", 4, true},
      {Signed | Long | Int, "long", sizeof(long), true},
      {Unsigned | Long, "unsigned long", 8, false},
      {LongLong, "long long", 8, true},
      {Unsigned | Long | LongLong | Int, "unsigned long long", 8, false},
      {Long | Double, "long double", sizeof(long double), true},
      {Bool, "_Bool", 1, false},
      {Void, "void", 0, false},
      {StringWord, "string", 0, false},
  };
  for (const auto &row : rows) {
    const Type *type = graph.basic(row.words);
    ASSERT_TRUE(type) << row.name;
    EXPECT_EQ(type_name(type), row.name);
    EXPECT_EQ(type->size, row.size) << row.name;
    EXPECT_EQ(type->is_signed, row.is_signed) << row.name;
  }
  EXPECT_EQ(graph.basic(Long | LongLong), graph.basic(LongLong | Int));
}

TEST_F(TypeTest, WordsThatDoNotGoTogether) {
  for (uint32_t words : {Short | Long, Unsigned | Signed | Int | Char, Unsigned | Float,
                         Short | Double, Char | Int, Void | Unsigned, Bool | Unsigned,
                         Long | Int | Double, StringWord | Unsigned, Short | LongLong})
    EXPECT_EQ(graph.basic(words), nullptr) << words;
}

TEST_F(TypeTest, Typedefs) {
  const struct {
    const char *name;
    size_t size;
    bool is_signed;
  } rows[] = {
      {"int8_t", 1, true},     {"uint8_t", 1, false},   {"int16_t", 2, true},
      {"uint16_t", 2, false},  {"int32_t", 4, true},    {"uint32_t", 4, false},
      {"int64_t", 8, true},    {"uint64_t", 8, false},  {"size_t", 8, false},
      {"ssize_t", 8, true},    {"uintptr_t", 8, false}, {"pid_t", 4, true},
      {"uid_t", 4, false},     {"dev_t", 4, false},     {"hrtime_t", 8, true},
      {"uint_t", 4, false},    {"ulong_t", 8, false},   {"off_t", 8, true},
      {"ipaddr_t", 4, false},  {"caddr_t", 8, false},   {"processorid_t", 4, true},
      {"longlong_t", 8, true}, {"bool", 1, false},      {"in6_addr_t", 16, false},
  };
  for (const auto &row : rows) {
    const Type *type = type_of(row.name);
    ASSERT_TRUE(type) << row.name;
    EXPECT_EQ(type->size, row.size) << row.name;
    EXPECT_EQ(type->strip()->is_signed, row.is_signed) << row.name;
    EXPECT_EQ(type_name(type), row.name);
  }
  EXPECT_EQ(type_of("_stack_t")->strip(), graph.stack_type());
  EXPECT_EQ(type_of("_ustack_t")->strip(), graph.user_stack_type());
  EXPECT_EQ(type_of("_symaddr_t")->strip(), graph.symbol_type());
  EXPECT_EQ(type_of("no_such_t"), nullptr);
}

// Type data of strangers: names of functions that take themselves, or the one before many times.
TEST_F(TypeTest, NamesHaveAnEnd) {
  constexpr size_t longest = 64 << 10;
  Type *itself = graph.make({.kind = TypeKind::Function, .target = graph.int_type()});
  itself->parameter_list = {graph.pointer_to(itself)};
  EXPECT_LT(type_name(itself).size(), longest);
  const Type *last = graph.int_type();
  for (int i = 0; i < 40; i++) {
    const Type *taken = graph.pointer_to(last);
    last = graph.function(graph.int_type(), {taken, taken, taken}, false);
  }
  EXPECT_LT(type_name(last).size(), longest);
  for (int i = 0; i < 100'000; i++)
    last = graph.pointer_to(last);
  EXPECT_LT(type_name(last).size(), longest);
}

// What a value holds is finite, whatever the type data say.
TEST_F(TypeTest, StructsThatHoldThemselvesAreCut) {
  const auto make = [&](const Type *held) {
    Type *type = graph.make({.kind = TypeKind::Struct, .size = 8});
    type->fetch = [type, held](const Type &its) {
      const Type *member = held ? held : type;
      its.member_list = {{"x", member, 0, 0}, {"", member, 0, 0}, {"", member, 0, 0}};
    };
    return type;
  };
  const Type *itself = make(nullptr);
  EXPECT_TRUE(itself->members().empty());
  EXPECT_FALSE(find_member(*itself, "y"));
  const Type *last = graph.int_type();
  for (int i = 0; i < 100'000; i++)
    last = make(last);
  EXPECT_LT(member_names(*last).size(), 100'000u);
  EXPECT_FALSE(find_member(*last, "y"));
}

TEST_F(TypeTest, SelfReferringFunctionsCanBeCompared) {
  const auto make = [&] {
    Type *function = graph.make({.kind = TypeKind::Function, .target = graph.int_type()});
    const Type *taken = graph.pointer_to(function);
    function->parameter_list = {taken, taken};
    return function;
  };
  EXPECT_FALSE(same_type(make(), make()));
}

TEST_F(TypeTest, NamesAsCWritesThem) {
  const Type *character = graph.basic(Char), *integer = graph.int_type();
  const Type *name = graph.array_of(character, 8);
  EXPECT_EQ(type_name(name), "char [8]");
  EXPECT_EQ(type_declaration(name, "name"), "char name[8]");
  EXPECT_EQ(type_declaration(graph.array_of(name, 3), "grid"), "char grid[3][8]");
  EXPECT_EQ(type_name(graph.array_of(character, 0)), "char []");
  EXPECT_EQ(type_name(graph.pointer_to(name)), "char (*)[8]");
  EXPECT_EQ(type_declaration(graph.array_of(graph.pointer_to(character), 2), "v"), "char *v[2]");

  const Type *function = graph.function(integer, {}, false);
  EXPECT_EQ(type_name(graph.pointer_to(function)), "int (*)(void)");
  const Type *callback = graph.pointer_to(
      graph.function(graph.void_type(), {graph.pointer_to(character), integer}, true));
  EXPECT_EQ(type_declaration(callback, "done"), "void (*done)(char *, int, ...)");
  EXPECT_EQ(type_name(graph.pointer_to(graph.function(callback, {}, false))),
            "void (*(*)(void))(char *, int, ...)");

  const Type *constant = graph.qualified(character, TypeKind::Const);
  EXPECT_EQ(type_name(graph.pointer_to(constant)), "const char *");
  const Type *pointer = graph.qualified(graph.pointer_to(constant), TypeKind::Const);
  EXPECT_EQ(type_declaration(pointer, "p"), "const char *const p");
  EXPECT_EQ(type_name(graph.pointer_to(pointer)), "const char *const *");
  EXPECT_EQ(type_name(graph.pointer_to(character, true)), "userland char *");

  EXPECT_EQ(type_name(graph.declare_struct(TypeKind::Struct, "pt")), "struct pt");
  Type *anonymous = graph.declare_struct(TypeKind::Union, "");
  graph.complete_struct(anonymous, TypeKind::Union, {{"x", integer, std::nullopt}});
  EXPECT_EQ(type_name(anonymous), "union");
  EXPECT_EQ(type_name(graph.declare_enum("color", {{"RED", 0}})), "enum color");
}

TEST_F(TypeTest, DerivedTypesAreMadeOnce) {
  const Type *character = graph.basic(Char);
  EXPECT_EQ(graph.pointer_to(character), graph.pointer_to(character));
  EXPECT_NE(graph.pointer_to(character), graph.pointer_to(character, true));
  EXPECT_EQ(graph.array_of(character, 4), graph.array_of(character, 4));
  EXPECT_NE(graph.array_of(character, 4), graph.array_of(character, 5));
  EXPECT_EQ(graph.qualified(character, TypeKind::Const),
            graph.qualified(character, TypeKind::Const));
}

TEST_F(TypeTest, SameType) {
  const Type *integer = graph.int_type(), *character = graph.basic(Char);
  const Type *pid = type_of("pid_t");
  EXPECT_TRUE(same_type(pid, integer));
  EXPECT_TRUE(same_type(graph.pointer_to(pid), graph.pointer_to(integer)));
  EXPECT_TRUE(same_type(graph.array_of(pid, 3), graph.array_of(integer, 3)));
  EXPECT_FALSE(same_type(graph.array_of(integer, 3), graph.array_of(integer, 4)));
  EXPECT_FALSE(same_type(graph.pointer_to(integer), graph.pointer_to(character)));
  EXPECT_FALSE(same_type(graph.basic(Long), graph.basic(LongLong)));
  EXPECT_FALSE(same_type(graph.basic(Char), graph.basic(Signed | Char)));
  EXPECT_TRUE(
      same_type(graph.function(pid, {integer}, false), graph.function(integer, {pid}, false)));
  EXPECT_FALSE(
      same_type(graph.function(pid, {integer}, false), graph.function(integer, {integer}, true)));
  EXPECT_FALSE(same_type(graph.function(pid, {}, false), graph.function(pid, {pid}, false)));

  Type *a = graph.declare_struct(TypeKind::Struct, "a");
  graph.complete_struct(a, TypeKind::Struct, {{"x", integer, std::nullopt}});
  Type *b = graph.declare_struct(TypeKind::Struct, "b");
  graph.complete_struct(b, TypeKind::Struct, {{"x", integer, std::nullopt}});
  EXPECT_FALSE(same_type(a, b));
  EXPECT_TRUE(same_type(a, graph.make({.kind = TypeKind::Forward, .name = "a"})));
  EXPECT_FALSE(same_type(
      a, graph.make({.kind = TypeKind::Forward, .name = "a", .forward_kind = TypeKind::Union})));
}

TEST_F(TypeTest, ClassesOfTypes) {
  const Type *character = graph.basic(Char);
  EXPECT_TRUE(graph.pointer_to(character)->is_char_pointer_or_array());
  EXPECT_TRUE(graph.array_of(graph.basic(Unsigned | Char), 9)->is_char_pointer_or_array());
  EXPECT_FALSE(graph.pointer_to(graph.int_type())->is_char_pointer_or_array());
  EXPECT_FALSE(character->is_char_pointer_or_array());
  EXPECT_TRUE(type_of("caddr_t")->is_scalar());
  EXPECT_FALSE(type_of("caddr_t")->is_integer());
  EXPECT_TRUE(graph.declare_enum("e", {{"E0", 0}})->is_integer());
  EXPECT_FALSE(graph.basic(Double)->is_integer());
  EXPECT_TRUE(graph.basic(Double)->is_arithmetic());
  EXPECT_FALSE(graph.void_type()->is_complete());
  EXPECT_FALSE(graph.array_of(character, 0)->is_complete());
  EXPECT_FALSE(graph.declare_struct(TypeKind::Struct, "unseen")->is_complete());
  EXPECT_TRUE(graph.array_of(character, 1)->is_complete());
}

TEST_F(TypeTest, MembersThroughAnonymousOnes) {
  const Type *integer = graph.int_type(), *character = graph.basic(Char);
  Type *inner = graph.declare_struct(TypeKind::Union, "");
  graph.complete_struct(inner, TypeKind::Union,
                        {{"whole", integer, std::nullopt}, {"bits", integer, 3}});
  Type *middle = graph.declare_struct(TypeKind::Struct, "");
  graph.complete_struct(middle, TypeKind::Struct,
                        {{"tag", character, std::nullopt}, {"", inner, std::nullopt}});
  Type *outer = graph.declare_struct(TypeKind::Struct, "outer");
  graph.complete_struct(outer, TypeKind::Struct,
                        {{"first", graph.basic(Long), std::nullopt}, {"", middle, std::nullopt}});
  const Type *name = graph.declare_typedef("outer_t", outer);

  const auto found = find_member(*name, "bits");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->bit_offset, (8u + 4u) * 8u);
  EXPECT_TRUE(found->member->is_bit_field());
  EXPECT_EQ(find_member(*name, "tag")->bit_offset, 64u);
  EXPECT_FALSE(find_member(*name, "other"));
  EXPECT_FALSE(find_member(*name, ""));
  EXPECT_FALSE(find_member(*integer, "x"));
  EXPECT_EQ(member_names(*name), (std::vector<std::string_view>{"first", "tag", "whole", "bits"}));
}

TEST_F(TypeTest, StructCompletedAfterItsTypedef) {
  Type *forward = graph.declare_struct(TypeKind::Struct, "late");
  EXPECT_EQ(graph.declare_struct(TypeKind::Struct, "late"), forward);
  const Type *name = graph.declare_typedef("late_t", forward);
  const Type *constant = graph.qualified(name, TypeKind::Const);
  EXPECT_FALSE(name->is_complete());
  graph.complete_struct(forward, TypeKind::Struct, {{"x", graph.basic(Long), std::nullopt}});
  EXPECT_EQ(graph.find(TypeKind::Struct, "late"), forward);
  EXPECT_EQ(name->size, 8u);
  EXPECT_EQ(constant->size, 8u);
  EXPECT_EQ(constant->alignment, 8u);
}

TEST_F(TypeTest, Enumerators) {
  const Type *color = graph.declare_enum("color", {{"RED", 0}, {"BLUE", 7}});
  const Type *its_type = nullptr;
  const TypeEnumerator *blue = graph.find_enumerator("BLUE", &its_type);
  ASSERT_TRUE(blue);
  EXPECT_EQ(blue->value, 7);
  EXPECT_EQ(its_type, color);
  EXPECT_FALSE(color->is_signed);
  EXPECT_TRUE(graph.declare_enum("", {{"LESS", -1}})->is_signed);
  EXPECT_EQ(graph.declare_enum("", {{"BIG", 1ll << 40}})->size, 8u);
  EXPECT_EQ(graph.find_enumerator("GREEN", &its_type), nullptr);
}

// The operand of larger rank decides, of equal ones the unsigned one; nothing becomes an int.
TEST_F(TypeTest, CommonType) {
  const auto common = [&](uint32_t a, uint32_t b) {
    return common_type(graph, graph.basic(a), graph.basic(b));
  };
  EXPECT_EQ(common(Char, Char), graph.basic(Char));
  EXPECT_EQ(common(Unsigned | Char, Char), graph.basic(Unsigned | Char));
  EXPECT_EQ(common(Char, Unsigned | Char), graph.basic(Unsigned | Char));
  EXPECT_EQ(common(Unsigned | Char, Short), graph.basic(Short));
  EXPECT_EQ(common(Int, Unsigned), graph.basic(Unsigned));
  EXPECT_EQ(common(Unsigned, Long), graph.basic(Long));
  EXPECT_EQ(common(LongLong, Unsigned | Long), graph.basic(LongLong));
  EXPECT_EQ(common_type(graph, graph.string_type(), graph.int_type()), nullptr);
  const Type *color = graph.declare_enum("", {{"A", 1}});
  EXPECT_EQ(common_type(graph, color, color), graph.basic(Unsigned));
}

// What has no declaration is kept in 64 bits under the name of its type, and so is what is computed
// of it.
TEST_F(TypeTest, Kept) {
  const Type *kept = graph.kept(graph.int_type());
  EXPECT_EQ(kept->size, 8u);
  EXPECT_EQ(size_of_name(kept), 4u);
  EXPECT_EQ(type_name(kept), "int");
  EXPECT_TRUE(same_type(kept, graph.int_type()));
  EXPECT_EQ(common_type(graph, kept, graph.basic(Char)), kept);
  EXPECT_EQ(common_type(graph, kept, graph.basic(Long)), graph.basic(Long));
  EXPECT_EQ(graph.kept(graph.basic(Long)), graph.basic(Long));
  const Type *named = graph.kept(type_of("pid_t"));
  EXPECT_EQ(type_name(named), "pid_t");
  EXPECT_EQ(size_of_name(named), 4u);
}
