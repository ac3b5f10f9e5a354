// Stage: analysis (private to the folder). What the names of the program, of libraries and of the
// kernel mean: the rows and the tables that hold them.
#pragma once
#include "analysis/analyze.h"
#include "analysis/stability.h"
#include "symbols/symbols.h"

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dtrace::analysis {

using typed::Expr;

struct NamedType {
  std::string_view name; // may be empty
  const Type *type;
  Span span;
};

struct InlineRow {
  std::string name;
  const ast::Inline *tree;
  const Type *type; // of the value
  bool is_array;    // inline T name[parameters] = e;
  std::vector<NamedType> parameters{};
  bool expanding = false;
};

// The types of a library's translators are looked up when one is asked for by its output's name:
// they may be types of the kernel, which are not read for programs that do not use them.
struct TranslatorRow {
  const ast::Translator *tree;
  const Type *output = nullptr; // struct or union, stripped; null: not looked up yet
  const Type *input = nullptr;
  std::string_view parameter{};
  uint32_t expanding = 0;
  bool is_disabled = false; // it cannot be compiled here
};

struct Prototype {
  const Type *result;
  std::vector<const Type *> parameters;
};

// What a name means inside the body of an inline or a translator: `value` is a LocalRef, or a place
// that is reached through one.
struct NamedValue {
  std::string_view name;
  Expr *value;
};

using VariableName = std::pair<typed::Scope, std::string>;

// The assignments to a name in program order. They give a variable its type when a clause that
// stands before the first one reads it, or when that one is the 0 that clears anything:
//     syscall::read:return /self->ts/ { self->path = 0; }
//     syscall::read:entry { self->ts = timestamp; self->path = copyinstr(arg0); }
struct Assignment {
  const ast::Clause *clause;
  const ast::Expr *tree; // Assign, or Unary ++ and --
};
struct Assignments {
  std::vector<Assignment> list{};
  bool busy = false;
};

// A value that exists only through a translator: of struct type, or a pointer to one. Only its
// members can be asked for. Never part of a finished tree.
constexpr auto translated_kind = static_cast<typed::ExprKind>(0xff);
struct Translated : typed::Expr {
  TranslatorRow *row;
  Expr *input;
};

// What the names of the program, of libraries and of the kernel mean.
struct Names {
  std::map<VariableName, typed::Variable *> variables{};
  std::map<std::string, InlineRow, std::less<>> inlines{};
  std::deque<TranslatorRow> translators{};
  std::map<VariableName, Assignments> assignments{};
  std::map<std::string, std::vector<Assignment>, std::less<>> aggregation_uses{};
  std::map<std::string, uint32_t, std::less<>> aggregations{};
  std::deque<std::vector<typed::KeySlot>> aggregation_keys{}; // by aggregation index
  std::vector<NamedValue> locals{};
  std::map<const Builtin *, Prototype> prototypes{};
  SourceSet prototype_sources{};
  std::map<const ast::DeclSpecifiers *, const Type *> specified{}; // struct foo { … } a, b;
  std::map<std::pair<const Type *, const Type *>, TranslatorRow *> translator_index{};
  std::set<std::string, std::less<>> provider_names{};
  std::set<std::string> own_names{}; // that programs declare, types with their word: "struct x"
  std::map<std::string, Span> library_names{}; // that libraries declare, as own_names, and where
  std::map<std::string, const Type *, std::less<>> externs{}; // extern unsigned long jiffies;
  KernelSymbols kernel_symbols{};
  UserSymbols user_symbols{};
  std::map<std::string, NameMarks, std::less<>> marks{};     // of inlines and global variables
  std::map<std::string, Diagnostic, std::less<>> disabled{}; // of libraries: name -> why
};

std::vector<std::string_view> aggregation_names(const Names &names);
InlineRow *symbol_inline(Names &names, const ast::Symbol &symbol); // kernel_symbols.cc
void collect_assignments(Names &names, const ast::Clause &clause); // first_assignments.cc
Failure undefined(const Names &names, const ast::Identifier &name);

} // namespace dtrace::analysis
