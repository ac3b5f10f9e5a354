// Random structs and unions, laid out here and by the C compiler of this machine.
#include "types/type.h"

#include "syntax/ast.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <sstream>
#include <unistd.h>

using namespace dtrace;

namespace {
struct LayoutFolder { // gone when the test ends
  std::string path = "/tmp/layout_test.XXXXXX";
  LayoutFolder() { EXPECT_TRUE(mkdtemp(path.data())); }
  ~LayoutFolder() { EXPECT_EQ(system(("rm -r " + path).c_str()), 0); }
};

struct RandomStruct {
  const Type *type;
  std::string source;  // C: its declaration
  std::string measure; // C: prints size, alignment and every named member's place
};

class Generator {
public:
  explicit Generator(TypeGraph &graph) : graph_(graph) {
    for (uint32_t words : {ast::Char, ast::Short, ast::Int, ast::Long, ast::LongLong})
      for (uint32_t sign : {0u, uint32_t{ast::Unsigned}})
        integers_.push_back(graph.basic(words | sign));
    types_ = integers_;
    types_.push_back(graph.pointer_to(graph.void_type()));
    types_.push_back(graph.basic(ast::Double));
    types_.push_back(graph.basic(ast::Long | ast::Double));
  }

  RandomStruct next(unsigned number) {
    const TypeKind kind = upto(5) ? TypeKind::Struct : TypeKind::Union;
    const std::string tag = "t" + std::to_string(number);
    Type *type = graph_.declare_struct(kind, tag);
    RandomStruct made{type, type_name(made_kind(kind, tag)) + " {\n", ""};
    std::vector<TypeGraph::MemberSpec> members;
    names_.clear();
    names_.reserve(16);
    const std::string var = "v" + std::to_string(number);
    for (unsigned i = 0, n = 1 + upto(9); i < n; i++)
      add_member(i, members, made, var);
    graph_.complete_struct(type, kind, members);
    made.source += "} " + var + ";\n";
    made.measure = "printf(\"" + tag + " %zu %zu\\n\", sizeof " + var + ", _Alignof(__typeof__(" +
                   var + ")));\n" + made.measure;
    if (type->size < 256)
      types_.push_back(type);
    return made;
  }

private:
  unsigned upto(unsigned n) { return random_() % (n + 1); }
  const Type *made_kind(TypeKind kind, const std::string &tag) { return graph_.find(kind, tag); }

  void add_member(unsigned i, std::vector<TypeGraph::MemberSpec> &members, RandomStruct &made,
                  const std::string &var) {
    names_.push_back("m" + std::to_string(i));
    const std::string &name = names_.back();
    const Type *type = types_[upto(types_.size() - 1)];
    if (upto(4) == 0)
      type = graph_.array_of(type, 1 + upto(4));
    made.source += type_declaration(type, name) + ";\n";
    members.push_back({name, type, std::nullopt});
    made.measure += "printf(\"" + name + " %zu 0\\n\", 8 * __builtin_offsetof(__typeof__(" + var +
                    "), " + name + "));\n";
  }

  TypeGraph &graph_;
  std::vector<const Type *> integers_, types_;
  std::vector<std::string> names_;
  std::mt19937 random_{20240229};
};

std::string ours(const std::vector<RandomStruct> &structs) {
  std::string text;
  for (const RandomStruct &made : structs) {
    text += std::string(made.type->name) + " " + std::to_string(made.type->size) + " " +
            std::to_string(made.type->alignment) + "\n";
    for (const TypeMember &member : made.type->members())
      text += std::string(member.name) + " " + std::to_string(member.bit_offset) + " " +
              std::to_string(member.bit_size) + "\n";
  }
  return text;
}

constexpr const char *prelude = R"(
#include <stdio.h>
)";
} // namespace

TEST(Layout, AsTheCompilerOfThisMachine) {
  TypeGraph graph;
  Generator generator(graph);
  std::vector<RandomStruct> structs;
  for (unsigned i = 0; i < 400; i++)
    structs.push_back(generator.next(i));

  const LayoutFolder folder;
  {
    std::ofstream source(folder.path + "/layout.c");
    source << prelude;
    for (const RandomStruct &made : structs)
      source << made.source;
    source << "int main(void) {\n";
    for (const RandomStruct &made : structs)
      source << made.measure;
    source << "}\n";
  }
  const std::string compile = "cc -w -o " + folder.path + "/layout " + folder.path + "/layout.c";
  if (system("command -v cc >/dev/null") != 0)
    GTEST_SKIP() << "no C compiler";
  ASSERT_EQ(system(compile.c_str()), 0);
  FILE *pipe = popen((folder.path + "/layout").c_str(), "r");
  ASSERT_TRUE(pipe);
  std::string theirs;
  char buffer[4096];
  while (const size_t n = fread(buffer, 1, sizeof buffer, pipe))
    theirs.append(buffer, n);
  ASSERT_EQ(pclose(pipe), 0);
  EXPECT_GT(theirs.size(), 10000u);
  std::istringstream our_lines(ours(structs)), their_lines(theirs);
  std::string our_line, their_line, tag;
  while (std::getline(their_lines, their_line)) {
    ASSERT_TRUE(std::getline(our_lines, our_line));
    tag = their_line[0] == 't' ? their_line : tag;
    ASSERT_EQ(our_line, their_line) << "in " << tag;
  }
  EXPECT_FALSE(std::getline(our_lines, our_line));
}

// D's own layout of bit-fields: struct { int x; char name[8]; struct { long y; } in; unsigned lo:3,
// hi:5; } has 26 bytes.
TEST(Layout, BitFieldsBeginAtBytes) {
  TypeGraph graph;
  const Type *word = graph.basic(ast::Unsigned | ast::Int);
  Type *type = graph.declare_struct(TypeKind::Struct, "pt");
  graph.complete_struct(type, TypeKind::Struct,
                        {{"y", graph.basic(ast::Long), std::nullopt},
                         {"lo", word, 3},
                         {"hi", word, 5},
                         {"wide", word, 12}});
  EXPECT_EQ(find_member(*type, "lo")->bit_offset, 64u);
  EXPECT_EQ(find_member(*type, "hi")->bit_offset, 72u);
  EXPECT_EQ(find_member(*type, "wide")->bit_offset, 80u);
  EXPECT_EQ(type->size, 12u);
}
