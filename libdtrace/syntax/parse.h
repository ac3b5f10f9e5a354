// Stage: syntax. Source text in, ast::Script out. The lexer (lexer.re, re2c) owns the mode: probe
// descriptions outside braces, code inside; the grammar (grammar.y, lemon) makes nodes by calls to
// node constructors. Nothing here knows a type but through NameOracle.
#pragma once
#include "base/diagnostic.h"
#include "syntax/ast.h"

#include <functional>
#include <memory>
#include <string>

namespace dtrace {

// Values of `$1`, `$$1`, `$pid`, `$target` … A missing value is D_MACRO_UNDEF unless
// `default_arguments` (then 0 or ""). `used` is told which $n were read (D_MACRO_UNUSED).
struct MacroValues {
  std::vector<std::string> arguments;                         // [0] is $0, the script's name
  std::vector<std::pair<std::string, std::string>> variables; // "pid" -> "123"; "target" -> "0"
  bool default_arguments = false;
  std::vector<bool> used{};
};

enum class GrammarMode {
  Program,   // -s, -n: clauses and declarations; a bare probe description is a clause
  Expression // for tests: one expression, given as the only statement of a clause with no probes
};

struct ParseOptions {
  GrammarMode mode = GrammarMode::Program;
  // Whether a name is a type (a typedef from the type graph). Asked only where the grammar cannot
  // tell, as it may have to read the kernel's types.
  std::function<bool(std::string_view object, std::string_view name)> is_type;
  // Which part of a description a lone word names: -P provider, -m module, -f function, -n name.
  enum class Specifier { Provider, Module, Function, Name, Id } specifier = Specifier::Name;
  MacroValues *macros = nullptr;
};

// The first error of each clause or declaration is added to `errors`; the parser goes on at the
// next clause. The program is null when anything was added.
std::unique_ptr<ast::Script> parse(Source &source, const ParseOptions &options,
                                   std::vector<Diagnostic> &errors);

// One node a line, indented; for tests and for `-x tree`.
std::string dump(const ast::Script &program);
std::string dump(const ast::Expr &expr);

} // namespace dtrace
