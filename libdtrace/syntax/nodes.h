// Stage: syntax. The constructors that the grammar's actions call: tokens and nodes in, a node out.
// All nodes are made here, in the program's arena. Constructors never fail: what is wrong is noted
// (the first error of an item counts) and a node is returned all the same.
#pragma once
#include "syntax/ast.h"
#include "syntax/parse.h"
#include "syntax/token.h"
#include "syntax/type_names.h"

#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace dtrace {

class Nodes {
public:
  using Exprs = std::vector<ast::Expr *>;
  using Statements = std::vector<ast::Statement *>;
  using Tokens = std::vector<const Token *>;
  using Parameters = std::vector<ast::Parameter>;
  using Members = std::vector<ast::Member>;
  using Enumerators = std::vector<ast::Enumerator>;
  using Declarators = std::vector<ast::Declarator *>;
  using Descriptions = std::vector<ast::ProbeDescription>;
  using TranslatorMembers = std::vector<ast::TranslatorMember>;
  using ProviderProbes = std::vector<ast::ProviderProbe>;

  Nodes(ast::Script &program, const ParseOptions &options, TypeNames &types)
      : program_(program), options_(options), types_(types) {}

  // The first error since the last call.
  std::optional<Diagnostic> take_error() { return std::exchange(error_, std::nullopt); }
  void note(Failure failure);
  void too_high(Span span); // nested too deeply

  template <class T> std::vector<T> *list() { return program_.arena.make<std::vector<T>>(); }
  template <class T> std::vector<T> *list(T first) { return append(list<T>(), std::move(first)); }
  template <class T> std::vector<T> *append(std::vector<T> *list, T next) {
    list->push_back(std::move(next));
    return list;
  }

  // Expressions. `first` and `last` are the tokens at the ends where operands are not.
  ast::Expr *integer(const Token *token);
  ast::Expr *string(const Tokens *parts);
  ast::Expr *identifier(const Token *name);
  ast::Expr *scoped_variable(ast::Scope scope, const Token *first, const Token *name);
  ast::Expr *symbol(const Token *token);
  ast::Expr *aggregation(const Token *token);
  ast::Expr *parenthesized(const Token *first, ast::Expr *inner, const Token *last);
  ast::Expr *prefix(ast::UnaryOp op, const Token *first, ast::Expr *operand);
  ast::Expr *postfix(ast::UnaryOp op, ast::Expr *operand, const Token *last);
  ast::Expr *binary(ast::BinaryOp op, ast::Expr *left, ast::Expr *right);
  ast::Expr *assign(std::optional<ast::BinaryOp> op, ast::Expr *target, ast::Expr *value);
  ast::Expr *conditional(ast::Expr *condition, ast::Expr *then_value, ast::Expr *else_value);
  ast::Expr *cast(const Token *first, ast::TypeName *type, ast::Expr *operand);
  ast::Expr *index(ast::Expr *base, Exprs *indexes, const Token *last);
  ast::Expr *call(ast::Expr *callee, Exprs *arguments, const Token *last);
  ast::Expr *member(ast::Expr *base, bool arrow, const Token *name);
  ast::Expr *sizeof_type(const Token *first, ast::TypeName *type, const Token *last);
  ast::Expr *sizeof_expr(const Token *first, ast::Expr *operand);
  ast::Expr *stringof(const Token *first, ast::Expr *operand);
  ast::Expr *offset_of(const Token *first, ast::TypeName *type, Tokens *path, const Token *last);
  ast::Expr *xlate(const Token *first, ast::TypeName *type, ast::Expr *operand, const Token *last);
  ast::Expr *has_type(const Token *first, ast::TypeName *type, const Token *last);
  ast::Expr *has_probe(const Token *first, const Token *description, const Token *last);
  ast::Expr *has_member(const Token *first, ast::TypeName *type, Tokens *path, const Token *last);

  // Statements and clauses.
  ast::Statement *expression_statement(ast::Expr *expr, const Token *last);
  ast::Statement *block(const Token *first, Statements *body, const Token *last);
  ast::Statement *if_statement(const Token *first, ast::Expr *condition, ast::Statement *then_part,
                               ast::Statement *else_part);
  Statements *add_statement(Statements *list, ast::Statement *statement); // null: an empty one
  ast::ProbeDescription *description(const Token *token);
  // `first` and `last` are the braces, or null: no body.
  void clause(Descriptions *probes, ast::Expr *predicate, const Token *first, Statements *body,
              const Token *last);
  void expression_item(ast::Expr *expr);

  // Types and declarators.
  ast::DeclSpecifiers *storage(ast::StorageClass storage, const Token *token);
  ast::DeclSpecifiers *qualifier(const Token *token);
  ast::DeclSpecifiers *basic(uint32_t word, const Token *token);
  ast::DeclSpecifiers *typedef_name(const Token *token);
  ast::DeclSpecifiers *tagged(ast::TypeWordKind kind, const Token *first, const Token *tag);
  ast::DeclSpecifiers *with_members(ast::DeclSpecifiers *specifiers, Members *members,
                                    const Token *last);
  ast::DeclSpecifiers *with_enumerators(ast::DeclSpecifiers *specifiers, Enumerators *enumerators,
                                        const Token *last);
  ast::DeclSpecifiers *merge(ast::DeclSpecifiers *left, ast::DeclSpecifiers *right);
  ast::DeclSpecifiers *implicit_int(ast::DeclSpecifiers *modifiers); // self x;
  ast::Enumerator *enumerator(const Token *name, ast::Expr *value);
  ast::Member *struct_member(ast::Declarator *declarator, ast::Expr *bits); // either may be null
  // All of one declaration; `members` null or empty: an anonymous struct or union.
  Members *add_members(Members *all, ast::DeclSpecifiers *specifiers, Members *members);
  // `inner` null: an abstract declarator.
  ast::Declarator *name(const Token *token);
  ast::Declarator *group(const Token *first, ast::Declarator *inner, const Token *last);
  ast::Declarator *pointer(const Token *first, ast::DeclSpecifiers *qualifiers,
                           ast::Declarator *inner);
  ast::Declarator *array(ast::Declarator *inner, const Token *first, ast::Expr *size,
                         const Token *last);
  ast::Declarator *tuple(ast::Declarator *inner, const Token *first, Parameters *parameters,
                         const Token *last);
  ast::Declarator *function(ast::Declarator *inner, const Token *first, Parameters *parameters,
                            const Token *ellipsis, const Token *last);
  ast::Parameter *parameter(ast::DeclSpecifiers *specifiers, ast::Declarator *declarator);
  ast::TypeName *type_name(ast::DeclSpecifiers *specifiers, ast::Declarator *declarator);

  // Items: added to the program as they are made.
  void declaration(ast::DeclSpecifiers *specifiers, Declarators *declarators);
  void inline_definition(const Token *first, ast::DeclSpecifiers *specifiers,
                         ast::Declarator *declarator, ast::Expr *value);
  ast::TranslatorMember *translator_member(const Token *name, ast::Expr *value);
  void inline_function(ast::DeclSpecifiers *specifiers, ast::Declarator *declarator);
  void translator(const Token *first, ast::TypeName *output, ast::Parameter *input,
                  TranslatorMembers *members, const Token *last);
  // `function`, `translated` may be null.
  ast::ProviderProbe *provider_probe(const Token *first, const Token *function, const Token *name);
  ast::ProviderProbe *with_arguments(ast::ProviderProbe *probe, Parameters *arguments,
                                     Parameters *translated);
  ast::ProviderProbe *with_sources(ast::ProviderProbe *probe, Descriptions *sources,
                                   ast::Expr *predicate, Exprs *values);
  void provider(const Token *first, const Token *name, ProviderProbes *probes, const Token *last);
  void pragma(ast::Pragma pragma);

private:
  template <class T, class... Args>
  T *expr(ast::ExprKind kind, Span span, std::initializer_list<const ast::Expr *> parts,
          Args &&...args);
  uint16_t height_over(uint32_t below, Span span);
  uint16_t height_over(const std::vector<ast::Statement *> &list, Span span);
  ast::Declarator *declarator(ast::DeclaratorKind kind, Span span, ast::Declarator *inner);
  std::string_view dotted(const Tokens &path);
  ast::Item &add(ast::ItemKind kind);

  ast::Script &program_;
  const ParseOptions &options_;
  TypeNames &types_;
  std::optional<Diagnostic> error_;
};

} // namespace dtrace
