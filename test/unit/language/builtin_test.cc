#include "language/builtin.h"

#include "syntax/parse.h"
#include "types/type.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

using namespace dtrace;

namespace {
// Types that D libraries declare or the kernel's BTF has: prototypes may name them.
bool is_library_type(std::string_view name) {
  static const std::set<std::string_view> names = {"cpuinfo_t", "lwpsinfo_t", "psinfo_t",
                                                   "fileinfo_t"};
  return names.contains(name);
}

struct Prototype {
  size_t parameters = 0;
  bool variadic = false;
  bool returns_string = false;
  std::string name{};
  std::string problem{};
};

// As analysis reads a row: a declaration in D.
Prototype parse_prototype(const Builtin &row) {
  const bool variable = row.kind == BuiltinKind::Variable || row.kind == BuiltinKind::Array;
  SourceSet sources;
  Source *source = sources.add(SourceKind::Library, "row",
                               "extern " + std::string(row.prototype) +
                                   (variable ? " " + std::string(row.name) : "") + ";");
  TypeGraph graph;
  ParseOptions options;
  options.is_type = [&](std::string_view, std::string_view name) {
    return graph.find(TypeKind::Typedef, name, false) || is_library_type(name);
  };
  std::vector<Diagnostic> errors;
  const auto program = parse(*source, options, errors);
  if (!program)
    return {.problem = errors.empty() ? "no program" : errors[0].message};
  if (program->items.size() != 1 || !program->items[0].declaration)
    return {.problem = "not one declaration"};
  const ast::Declaration &declaration = *program->items[0].declaration;
  Prototype prototype;
  bool pointer = false;
  for (const ast::Declarator *d = declaration.declarator; d; d = d->inner) {
    if (d->kind == ast::DeclaratorKind::Name)
      prototype.name = d->name;
    pointer |= d->kind == ast::DeclaratorKind::Pointer;
    if (d->kind != ast::DeclaratorKind::Function)
      continue;
    prototype.variadic = d->variadic;
    prototype.parameters = d->parameters.size();
    if (prototype.parameters == 1 && !d->parameters[0].declarator &&
        d->parameters[0].specifiers->words == ast::Void)
      prototype.parameters = 0;
  }
  prototype.returns_string = !pointer && declaration.specifiers->words == ast::StringWord;
  return prototype;
}
} // namespace

TEST(Builtin, EveryPrototypeIsADDeclaration) {
  for (const Builtin &row : builtins()) {
    if (row.prototype.empty()) {
      EXPECT_EQ(row.name, "args"); // each probe says
      continue;
    }
    const Prototype prototype = parse_prototype(row);
    EXPECT_EQ(prototype.problem, "") << row.prototype;
    EXPECT_EQ(prototype.name, row.name) << row.prototype;
    EXPECT_EQ(prototype.variadic, row.variadic) << row.prototype;
    EXPECT_LE(row.optional, prototype.parameters) << row.prototype;
    EXPECT_EQ(prototype.returns_string, row.bound != StringBound::None) << row.prototype;
    EXPECT_TRUE(!row.variadic || prototype.parameters <= row.least) << row.prototype;
  }
}

TEST(Builtin, RowsAgreeWithThemselves) {
  std::set<std::pair<bool, std::string_view>> names;
  for (const Builtin &row : builtins()) {
    const bool aggregation = row.kind == BuiltinKind::Aggregation;
    EXPECT_TRUE(names.emplace(aggregation, row.name).second) << row.name << " is there twice";
    EXPECT_FALSE(row.doc.empty()) << row.name;
    EXPECT_LE(row.doc.size(), 72u) << row.name;
    EXPECT_NE(row.doc.back(), '.') << row.name;
    // A function in bpf/, or a generator, not neither; both for those that look a name up in a table.
    const bool in_bpf = row.generator == Generator::Bpf || row.generator == Generator::CodeName;
    EXPECT_NE(row.bpf.empty(), in_bpf) << row.name;
    EXPECT_TRUE(row.bpf.empty() || row.bpf.starts_with("dt_")) << row.name;
    EXPECT_EQ(row.kind == BuiltinKind::Action, row.action != ActionKind::None) << row.name;
    EXPECT_EQ(aggregation, row.aggregation != AggregationKind::None) << row.name;
    EXPECT_EQ(row.action == ActionKind::Symbol, row.symbol != SymbolForm::None) << row.name;
    EXPECT_TRUE(row.bound != StringBound::Fixed || row.bound_size > 0) << row.name;
    EXPECT_TRUE(row.variadic ? row.least >= 1 && row.least <= row.most : row.most == 0) << row.name;
  }
}

// The surface that every DTrace has (Guide: Variables; Actions and Subroutines; Aggregations).
TEST(Builtin, TheWholeSurfaceIsThere) {
  const char *const variables[] = {
      "arg0",        "arg9",        "args",       "caller",        "cpu",       "curcpu",
      "curlwpsinfo", "curpsinfo",   "curthread",  "cwd",           "epid",      "errno",
      "execargs",    "execname",    "fds",        "gid",           "id",        "ipl",
      "pid",         "ppid",        "probefunc",  "probemod",      "probename", "probeprov",
      "root",        "stackdepth",  "tid",        "timestamp",     "ucaller",   "uid",
      "uregs",       "ustackdepth", "vtimestamp", "walltimestamp", "zonename",  "jid",
      "jailname",    "cgroup",      "nsid",       "nspid",         "goid"};
  const char *const functions[] = {"alloca",          "basename",       "bcopy",
                                   "cleanpath",       "copyin",         "copyinstr",
                                   "copyinto",        "d_path",         "ddi_pathname",
                                   "dirname",         "getf",           "getmajor",
                                   "getminor",        "htonl",          "htonll",
                                   "htons",           "ntohl",          "ntohll",
                                   "ntohs",           "index",          "inet_ntoa",
                                   "inet_ntoa6",      "inet_ntop",      "json",
                                   "link_ntop",       "lltostr",        "memref",
                                   "memstr",          "msgdsize",       "msgsize",
                                   "mutex_owned",     "mutex_owner",    "mutex_type_adaptive",
                                   "mutex_type_spin", "progenyof",      "rand",
                                   "rindex",          "rw_iswriter",    "rw_read_held",
                                   "rw_write_held",   "speculation",    "strchr",
                                   "strjoin",         "strlen",         "strrchr",
                                   "strstr",          "strtok",         "strtoll",
                                   "substr",          "sx_shared_held", "tolower",
                                   "toupper"};
  const char *const actions[] = {
      "trace",     "tracemem",    "printf",  "printa",    "print", "printm",
      "stack",     "ustack",      "jstack",  "mod",       "func",  "sym",
      "umod",      "ufunc",       "usym",    "uaddr",     "pcap",  "exit",
      "speculate", "commit",      "discard", "setopt",    "clear", "trunc",
      "normalize", "denormalize", "freopen", "ftruncate", "stop",  "raise",
      "copyout",   "copyoutstr",  "system",  "chill",     "panic", "breakpoint"};
  const auto has = [](const char *name, std::initializer_list<BuiltinKind> kinds) {
    const Builtin *row = find_builtin(name);
    return row && std::ranges::find(kinds, row->kind) != kinds.end();
  };
  for (const char *name : variables)
    EXPECT_TRUE(has(name, {BuiltinKind::Variable, BuiltinKind::Array})) << name;
  for (const char *name : functions)
    EXPECT_TRUE(has(name, {BuiltinKind::Function})) << name;
  for (const char *name : actions)
    EXPECT_TRUE(has(name, {BuiltinKind::Action})) << name;
  for (const char *name :
       {"count", "sum", "avg", "min", "max", "stddev", "quantize", "lquantize", "llquantize"})
    EXPECT_TRUE(find_aggregation(name)) << name;
  EXPECT_EQ(find_builtin("count"), nullptr);
  EXPECT_EQ(find_aggregation("trace"), nullptr);
  EXPECT_EQ(find_builtin("nosuch"), nullptr);
}

TEST(Builtin, DestructiveActions) {
  std::set<std::string_view> destructive;
  for (const Builtin &row : builtins())
    if (row.destructive)
      destructive.insert(row.name);
  EXPECT_EQ(destructive,
            (std::set<std::string_view>{"stop", "raise", "copyout", "copyoutstr", "system",
                                        "freopen", "chill", "panic", "breakpoint"}));
}

TEST(Builtin, RowOfAnAction) {
  EXPECT_EQ(builtin_for(ActionKind::Trace).name, "trace");
  EXPECT_EQ(builtin_for(ActionKind::UserStack).name, "ustack");
  EXPECT_EQ(builtin_for(ActionKind::Breakpoint).name, "breakpoint");
}

TEST(Builtin, NamesOfAttributes) {
  EXPECT_EQ(name_of(Stability::Internal), "Internal");
  EXPECT_EQ(name_of(Stability::Standard), "Standard");
  EXPECT_EQ(name_of(DependencyClass::Unknown), "Unknown");
  EXPECT_EQ(name_of(DependencyClass::Cpu), "CPU");
  EXPECT_EQ(name_of(DependencyClass::Isa), "ISA");
  EXPECT_EQ(name_of(DependencyClass::Common), "Common");
  EXPECT_EQ(find_builtin("curthread")->attributes.data, Stability::Private);
  EXPECT_EQ(find_builtin("pid")->attributes.data, Stability::Stable);
}
