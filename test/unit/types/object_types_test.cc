// Types of a program from its CTF and from its DWARF. The program is compiled here from the text of
// declarations that this file contains as well, so that the compiler itself says what is right.
#include "types/ctf_importer.h"
#include "types/dwarf_importer.h"

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace dtrace;

#define BOTH(...)                                                                                  \
  __VA_ARGS__                                                                                      \
  constexpr const char *declarations = #__VA_ARGS__;

namespace {
namespace program {
// clang-format off
BOTH(
  enum color { RED = -1, BLUE = 5 };
  enum big { SMALL = 1, BIG = 200 };
  struct inner { short s; char c; };
  struct pt {
    int x;
    unsigned a : 3, b : 7;
    char name[8];
    struct { long y; } in;
    union { int u; float f; };
    struct pt *next;
    int (*fn)(int, const char *, ...);
    enum color c;
    struct inner inners[3];
    volatile unsigned long long v;
    double d;
    unsigned long high : 40;
    signed low : 9;
    char flexible[];
  };
  struct __attribute__((packed)) tight { char c; long l; };
  typedef struct pt pt_t;
  typedef unsigned char byte_t;
)
// clang-format on
} // namespace program

constexpr const char *definitions = R"(
struct hidden;
struct hidden *opaque;
pt_t global;
byte_t bytes[4];
long grid[2][3];
enum big big;
struct tight tight;
int square(int n, pt_t *p) { return n * n + p->x; }
int show(const char *format, ...) { return *format; }
static __attribute__((noinline)) int local(unsigned char only) { return only + opaque_size(); }
)";

struct ObjectFolder { // gone when the test ends
  std::string path = "/tmp/object_types_test.XXXXXX";
  ObjectFolder() { EXPECT_TRUE(mkdtemp(path.data())); }
  ~ObjectFolder() { EXPECT_EQ(system(("rm -r " + path).c_str()), 0); }
};

struct ObjectTypes : testing::TestWithParam<const char *> {
  ObjectFolder folder;
  TypeGraph graph;
  bool is_ctf() const { return std::string_view(GetParam()).find("-gctf") != std::string::npos; }

  // The compiler's path of the object, "" when it cannot make one.
  std::string compile(const std::string &suffix, const std::string &text,
                      const std::string &options) {
    const std::string source = folder.path + "/program" + suffix;
    const std::string object = folder.path + "/program";
    std::ofstream(source) << text;
    const std::string command = "cd " + folder.path + " && cc " + options + " -o " + object + " " +
                                source + " 2>" + folder.path + "/errors";
    return system(command.c_str()) == 0 ? object : "";
  }

  void SetUp() override {
    const std::string text = std::string(program::declarations) +
                             "static int opaque_size(void) { return 0; }" + definitions +
                             "int main(void) { return square(2, &global) + local(1) + !opaque; }\n";
    const std::string path = compile(".c", text, std::string("-rdynamic -O0 ") + GetParam());
    if (path.empty())
      GTEST_SKIP() << "no compiler for " << GetParam();
    add(path);
  }

  void add(const std::string &path) {
    if (is_ctf()) {
      auto importer = std::make_unique<CtfImporter>();
      importer->add_object("a.out", path);
      graph.add_importer(std::move(importer));
    } else {
      auto importer = std::make_unique<DwarfImporter>();
      importer->add_object("a.out", path);
      graph.add_importer(std::move(importer));
    }
  }

  const Type *find(TypeKind kind, std::string_view name) { return graph.find(kind, name); }
};
} // namespace

#define EXPECT_MEMBER(type, member)                                                                \
  EXPECT_EQ(find_member(*(type), #member)->bit_offset, 8 * offsetof(program::pt, member))

TEST_P(ObjectTypes, Structs) {
  const Type *type = find(TypeKind::Struct, "pt");
  ASSERT_TRUE(type);
  EXPECT_EQ(type->size, sizeof(program::pt));
  EXPECT_EQ(type->alignment, alignof(program::pt));
  EXPECT_EQ(type->name, "pt");
  ASSERT_EQ(member_names(*type).size(), 16u);
  EXPECT_MEMBER(type, x);
  EXPECT_MEMBER(type, name);
  EXPECT_MEMBER(type, in);
  EXPECT_MEMBER(type, u);
  EXPECT_MEMBER(type, f);
  EXPECT_MEMBER(type, next);
  EXPECT_MEMBER(type, fn);
  EXPECT_MEMBER(type, c);
  EXPECT_MEMBER(type, inners);
  EXPECT_MEMBER(type, v);
  EXPECT_MEMBER(type, d);
  EXPECT_MEMBER(type, flexible);
  EXPECT_EQ(find(TypeKind::Struct, "inner")->size, sizeof(program::inner));
  EXPECT_EQ(find(TypeKind::Struct, "inner")->alignment, alignof(program::inner));
  EXPECT_EQ(find(TypeKind::Struct, "tight")->size, 9u);
  EXPECT_EQ(find(TypeKind::Struct, "tight")->alignment, 1u);
}

TEST_P(ObjectTypes, NamesOfMemberTypes) {
  const Type *type = find(TypeKind::Struct, "pt");
  ASSERT_TRUE(type);
  const auto name = [&](std::string_view member) {
    return type_name(find_member(*type, member)->member->type);
  };
  EXPECT_EQ(name("x"), "int");
  EXPECT_EQ(name("a"), "unsigned int");
  EXPECT_EQ(name("name"), "char [8]");
  EXPECT_EQ(name("in"), "struct");
  EXPECT_EQ(name("next"), "userland struct pt *");
  EXPECT_EQ(name("fn"), "userland int (*)(int, userland const char *, ...)");
  EXPECT_EQ(name("c"), "enum color");
  EXPECT_EQ(name("inners"), "struct inner [3]");
  EXPECT_EQ(name("v"), "volatile unsigned long long");
  EXPECT_EQ(name("d"), "double");
  EXPECT_EQ(name("high"), "unsigned long");
  EXPECT_EQ(name("flexible"), "char []");
  EXPECT_EQ(find_member(*type, "x")->member->type, graph.int_type());
  EXPECT_EQ(find_member(*type, "next")->member->type->target->strip(), type);
}

TEST_P(ObjectTypes, BitFields) {
  const Type *type = find(TypeKind::Struct, "pt");
  ASSERT_TRUE(type);
  const struct {
    const char *name;
    uint64_t offset;
    uint32_t bits;
  } rows[] = {{"a", 32, 3},
              {"b", 35, 7},
              {"high", 8 * (offsetof(program::pt, d) + 8), 40},
              {"low", 8 * (offsetof(program::pt, d) + 8) + 40, 9}};
  for (const auto &row : rows) {
    const auto found = find_member(*type, row.name);
    ASSERT_TRUE(found) << row.name;
    EXPECT_EQ(found->bit_offset, row.offset) << row.name;
    EXPECT_EQ(found->member->bit_size, row.bits) << row.name;
  }
  EXPECT_FALSE(find_member(*type, "x")->member->is_bit_field());
}

TEST_P(ObjectTypes, EnumsAndTypedefs) {
  const Type *color = find(TypeKind::Enum, "color");
  ASSERT_TRUE(color);
  EXPECT_TRUE(color->is_signed);
  EXPECT_EQ(color->size, 4u);
  ASSERT_EQ(color->enumerators().size(), 2u);
  EXPECT_EQ(color->enumerators()[0].value, -1);
  EXPECT_EQ(color->enumerators()[1].name, "BLUE");
  const Type *big = find(TypeKind::Enum, "big");
  ASSERT_TRUE(big);
  EXPECT_FALSE(big->is_signed);
  EXPECT_EQ(big->enumerators()[1].value, 200);
  const Type *name = find(TypeKind::Typedef, "pt_t");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->strip(), find(TypeKind::Struct, "pt"));
  EXPECT_EQ(find(TypeKind::Typedef, "byte_t")->size, 1u);
}

TEST_P(ObjectTypes, FunctionsAndVariables) {
  const Type *square = graph.import_function("a.out", "square");
  ASSERT_TRUE(square);
  EXPECT_EQ(type_declaration(square, "square"), "int square(int, userland pt_t *)");
  const Type *show = graph.import_function("", "show");
  ASSERT_TRUE(show);
  EXPECT_TRUE(show->variadic);
  EXPECT_EQ(type_name(graph.import_variable("a.out", "bytes")), "byte_t [4]");
  EXPECT_EQ(type_name(graph.import_variable("a.out", "global")), "pt_t");
  EXPECT_EQ(graph.import_function("a.out", "global"), nullptr);
  EXPECT_EQ(graph.import_variable("a.out", "square"), nullptr);
  const Type *opaque = graph.import_variable("", "opaque");
  ASSERT_TRUE(opaque);
  EXPECT_EQ(type_name(opaque), "userland struct hidden *");
  EXPECT_FALSE(opaque->target->is_complete());
  if (is_ctf())
    return; // no parameter names, no static functions; gcc 12 swaps dimensions there
  EXPECT_EQ(square->parameter_names, (std::vector<std::string_view>{"n", "p"}));
  EXPECT_EQ(type_name(graph.import_variable("a.out", "grid")), "long [2][3]");
  EXPECT_EQ(type_name(graph.import_function("a.out", "local")), "int (unsigned char)");
}

TEST_P(ObjectTypes, NamesThatAreNotThere) {
  EXPECT_EQ(find(TypeKind::Struct, "nosuch"), nullptr);
  EXPECT_EQ(find(TypeKind::Struct, "hidden"), nullptr);
  EXPECT_EQ(find(TypeKind::Union, "pt"), nullptr);
  EXPECT_EQ(find(TypeKind::Struct, ""), nullptr);
  EXPECT_EQ(graph.find_in("libc.so.6", TypeKind::Struct, "pt"), nullptr);
  EXPECT_EQ(graph.import_function("a.out", "nosuch"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Compiled, ObjectTypes,
                         testing::Values("-gctf", "-gdwarf-2 -gstrict-dwarf", "-gdwarf-3",
                                         "-gdwarf-4", "-gdwarf-5", "-g -fdebug-types-section",
                                         "-g -gsplit-dwarf", "-g -gz", "-g -O2 -flto"));

namespace {
struct CplusplusTypes : ObjectTypes {
  void SetUp() override {}
};
} // namespace

TEST_P(CplusplusTypes, NamespacesAndBases) {
  const std::string path = compile(".cc", R"(
namespace store {
  struct base { int id; static int count; };
  class item : public base { public: long weight; bool sold; int size() const; };
  int item::size() const { return id; }
  enum class mood : unsigned char { calm = 1, wild = 255 };
  mood now;
}
store::item thing;
int main() { return thing.size() + (int)store::now; }
)",
                                   GetParam());
  if (path.empty())
    GTEST_SKIP() << "no C++ compiler";
  add(path);
  const Type *item = find(TypeKind::Struct, "store::item");
  ASSERT_TRUE(item);
  EXPECT_EQ(member_names(*item), (std::vector<std::string_view>{"id", "weight", "sold"}));
  EXPECT_EQ(find_member(*item, "id")->bit_offset, 0u);
  EXPECT_EQ(find_member(*item, "weight")->bit_offset, 64u);
  EXPECT_EQ(find_member(*item, "sold")->member->type, graph.basic(2048));
  EXPECT_EQ(find(TypeKind::Struct, "item"), nullptr);
  const Type *mood = find(TypeKind::Enum, "store::mood");
  ASSERT_TRUE(mood);
  EXPECT_EQ(mood->size, 1u);
  EXPECT_EQ(mood->enumerators()[1].value, 255);
  const Type *function = graph.import_function("", "_ZNK5store4item4sizeEv");
  ASSERT_TRUE(function);
  EXPECT_EQ(function->target, graph.int_type());
  EXPECT_EQ(type_name(graph.import_variable("", "thing")), "struct item");
}

INSTANTIATE_TEST_SUITE_P(Compiled, CplusplusTypes, testing::Values("-g -gdwarf-4", "-g -gdwarf-5"));

// Whatever is in the sections, the importers may find nothing but must not crash.
TEST_P(CplusplusTypes, DamagedData) {
  const std::string path = compile(
      ".c", std::string(program::declarations) + "pt_t global; int main(void) { return 0; }",
      GetParam());
  if (path.empty())
    GTEST_SKIP() << "no C compiler";
  std::ifstream file(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), {});
  unsigned found = 0;
  for (unsigned round = 0; round < 200; round++) {
    std::string bad = good;
    for (unsigned i = 0; i < 20; i++)
      bad[64 + (round * 7919u + i * 104729u) % (bad.size() - 64)] ^= 1 << (round + i) % 8;
    const std::string name = folder.path + "/bad";
    std::ofstream(name, std::ios::binary) << bad;
    TypeGraph other;
    auto importer = std::make_unique<DwarfImporter>();
    importer->add_object("a.out", name);
    other.add_importer(std::move(importer));
    if (const Type *type = other.find(TypeKind::Struct, "pt")) {
      member_names(*type);
      found++;
    }
    other.import_function("", "main");
  }
  EXPECT_GT(found, 0u);
  TypeGraph other;
  auto importer = std::make_unique<CtfImporter>();
  importer->add_object("none", "/nonexistent");
  importer->add_object("text", "/etc/passwd");
  other.add_importer(std::move(importer));
  EXPECT_EQ(other.find(TypeKind::Struct, "pt"), nullptr);
}
