// Stage: syntax. The tree as text, one node a line, two spaces a level. Recursion is bounded by
// ast::max_height and the lexer's limit on nesting.
#include "base/enum_size.h"
#include "syntax/ast.h"
#include "syntax/parse.h"

#include <array>
#include <cctype>

namespace dtrace {

using namespace ast;

namespace {
constexpr const char *unary_names[] = {"+", "-", "!", "~", "*", "&", "++x", "--x", "x++", "x--"};
constexpr const char *binary_names[] = {"+",  "-",  "*", "/", "%",  "<<", ">>", "&",  "|",  "^",
                                        "==", "!=", "<", ">", "<=", ">=", "&&", "||", "^^", ","};
constexpr const char *scope_names[] = {"", "self->", "this->"};
static_assert(std::size(unary_names) == enum_size<UnaryOp>);
static_assert(std::size(binary_names) == enum_size<BinaryOp>);
static_assert(std::size(scope_names) == enum_size<Scope>);
constexpr const char *storage_names[] = {"",        "auto ",    "register ", "static ",
                                         "extern ", "typedef ", "self ",     "this "};
struct WordRow {
  uint32_t word;
  const char *text;
};
constexpr WordRow word_rows[] = {
    {Signed, "signed "},    {Unsigned, "unsigned "}, {ComplexWord, "_Complex "},
    {Bool, "_Bool "},       {Void, "void "},         {Char, "char "},
    {Short, "short "},      {Long, "long "},         {LongLong, "long "},
    {Int, "int "},          {Float, "float "},       {Double, "double "},
    {StringWord, "string "}};
constexpr const char *kind_names[] = {"", "struct ", "union ", "enum ", ""};

std::string number(uint64_t value) {
  return std::to_string(value);
}
std::string text_of(std::string_view text) {
  return std::string(text);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += '\\', out += c;
    else if (byte < 0x20 || byte == 0x7f)
      out += '\\', out += "0123"[byte >> 6], out += "01234567"[byte >> 3 & 7],
          out += "01234567"[byte & 7];
    else
      out += c;
  }
  return out + '"';
}

class Dumper {
public:
  std::string take() { return std::move(out_); }

  void line(std::string_view text) {
    out_.append(2 * depth_, ' ').append(text);
    while (out_.ends_with(' '))
      out_.pop_back();
    out_ += '\n';
  }

  // A line with what belongs to it below.
  template <class Below> void node(const std::string &text, Below below) {
    line(text);
    depth_++;
    below();
    depth_--;
  }

  void expr(const Expr *e);
  void statement(const Statement *s);
  void statements(const char *head, const std::vector<Statement *> &list);
  void part(const char *head, const Expr *e);
  void list(const std::vector<Expr *> &list);
  void specifiers(const DeclSpecifiers *s);
  void body_of(const DeclSpecifiers *s);
  void declarator(const Declarator *d);
  void type(const DeclSpecifiers *s, const Declarator *d);
  void parameters(const char *head, const std::vector<Parameter> &parameters);
  void probe(const ProbeDescription &p);
  void clause(const Clause *c);
  void declaration(const Declaration *d);
  void inline_definition(const Inline *i);
  void translator(const Translator *t);
  void provider(const ProviderDecl *p);
  void provider_probe(const ProviderProbe &p);
  void pragma(const Pragma *p);
  void item(const Item &i);

private:
  std::string out_;
  size_t depth_ = 0;
};

std::string integer_text(const Integer *i) {
  static constexpr const char *longs[] = {"", "l", "ll"};
  std::string text =
      "integer " + (i->is_char ? std::to_string(static_cast<int64_t>(i->value)) : number(i->value));
  text += std::string(i->is_unsigned ? "u" : "") + longs[i->longs];
  return text + (i->is_char ? " char" : i->decimal ? "" : " not decimal");
}

// One function an ExprKind, in the order of the enum.
using Writer = void (*)(Dumper &, const Expr *);
template <class T, void (*write)(Dumper &, const T *)> void as(Dumper &d, const Expr *e) {
  write(d, static_cast<const T *>(e));
}
void write_integer(Dumper &d, const Integer *e) {
  d.line(integer_text(e));
}
void write_string(Dumper &d, const String *e) {
  d.line("string " + quoted(e->value));
}
void write_identifier(Dumper &d, const Identifier *e) {
  d.line("identifier " + (scope_names[static_cast<int>(e->scope)] + text_of(e->name)));
}
void write_symbol(Dumper &d, const Symbol *e) {
  d.line("symbol " + text_of(e->object) + "`" + text_of(e->name));
}
void write_aggregation(Dumper &d, const Aggregation *e) {
  d.node("aggregation @" + text_of(e->name) + (e->has_keys ? " keys" : ""),
         [&] { d.list(e->keys); });
}
void write_macro(Dumper &d, const MacroVariable *e) {
  d.line("macro " + std::string(e->as_string ? "$$" : "$") + text_of(e->name));
}
void write_unary(Dumper &d, const Unary *e) {
  d.node(std::string("unary ") + unary_names[static_cast<int>(e->op)], [&] { d.expr(e->operand); });
}
void write_binary(Dumper &d, const Binary *e) {
  d.node(std::string("binary ") + binary_names[static_cast<int>(e->op)], [&] {
    d.expr(e->left);
    d.expr(e->right);
  });
}
void write_assign(Dumper &d, const Assign *e) {
  const char *op = e->op ? binary_names[static_cast<int>(*e->op)] : "";
  d.node(std::string("assign ") + op + "=", [&] {
    d.expr(e->target);
    d.expr(e->value);
  });
}
void write_conditional(Dumper &d, const Conditional *e) {
  d.node("conditional", [&] {
    d.expr(e->condition);
    d.expr(e->then_value);
    d.expr(e->else_value);
  });
}
void write_cast(Dumper &d, const Cast *e) {
  d.node("cast", [&] {
    d.type(e->type->specifiers, e->type->declarator);
    d.expr(e->operand);
  });
}
void write_index(Dumper &d, const Index *e) {
  d.node("index", [&] {
    d.expr(e->base);
    d.list(e->indexes);
  });
}
void write_call(Dumper &d, const Call *e) {
  d.node("call " + text_of(e->name), [&] { d.list(e->arguments); });
}
void write_member(Dumper &d, const MemberAccess *e) {
  d.node("member " + std::string(e->arrow ? "->" : ".") + text_of(e->name),
         [&] { d.expr(e->base); });
}
void write_sizeof_type(Dumper &d, const SizeofType *e) {
  d.node("sizeof", [&] { d.type(e->type->specifiers, e->type->declarator); });
}
void write_sizeof(Dumper &d, const SizeofExpr *e) {
  d.node("sizeof", [&] { d.expr(e->operand); });
}
void write_offsetof(Dumper &d, const Offsetof *e) {
  d.node("offsetof " + text_of(e->member),
         [&] { d.type(e->type->specifiers, e->type->declarator); });
}
void write_stringof(Dumper &d, const Stringof *e) {
  d.node("stringof", [&] { d.expr(e->operand); });
}
void write_xlate(Dumper &d, const Xlate *e) {
  d.node("xlate", [&] {
    d.type(e->type->specifiers, e->type->declarator);
    d.expr(e->operand);
  });
}
void write_has_type(Dumper &d, const HasType *e) {
  d.node("has type", [&] { d.type(e->type->specifiers, e->type->declarator); });
}
void write_has_member(Dumper &d, const HasMember *e) {
  d.node("has member " + text_of(e->member),
         [&] { d.type(e->type->specifiers, e->type->declarator); });
}
void write_has_probe(Dumper &d, const HasProbe *e) {
  d.node("has probe", [&] { d.probe(*e->description); });
}
constexpr Writer writers[] = {
    as<Integer, write_integer>,
    as<String, write_string>,
    as<Identifier, write_identifier>,
    as<Symbol, write_symbol>,
    as<Aggregation, write_aggregation>,
    as<MacroVariable, write_macro>,
    as<Unary, write_unary>,
    as<Binary, write_binary>,
    as<Assign, write_assign>,
    as<Conditional, write_conditional>,
    as<Cast, write_cast>,
    as<Index, write_index>,
    as<Call, write_call>,
    as<MemberAccess, write_member>,
    as<SizeofType, write_sizeof_type>,
    as<SizeofExpr, write_sizeof>,
    as<Offsetof, write_offsetof>,
    as<Stringof, write_stringof>,
    as<Xlate, write_xlate>,
    as<HasType, write_has_type>,
    as<HasMember, write_has_member>,
    as<HasProbe, write_has_probe>,
};
static_assert(std::size(writers) == enum_size<ExprKind>);

void Dumper::expr(const Expr *e) {
  writers[static_cast<size_t>(e->kind)](*this, e);
}

void Dumper::list(const std::vector<Expr *> &list) {
  for (const Expr *e : list)
    expr(e);
}

void Dumper::part(const char *head, const Expr *e) {
  node(head, [&] { expr(e); });
}

void Dumper::statements(const char *head, const std::vector<Statement *> &list) {
  node(head, [&] {
    for (const Statement *s : list)
      statement(s);
  });
}

void Dumper::statement(const Statement *s) {
  if (s->kind == StatementKind::Expression)
    return expr(s->expression);
  if (s->kind == StatementKind::Block)
    return statements("block", s->body);
  node("if", [&] {
    expr(s->expression);
    statements("then", s->body);
    if (!s->otherwise.empty())
      statements("else", s->otherwise);
  });
}

// ---- Types -----------------------------------------------------------------------------------

std::string words_of(const DeclSpecifiers *s) {
  std::string text = storage_names[static_cast<int>(s->storage)];
  text += s->is_const ? "const " : "";
  text += s->is_volatile ? "volatile " : "";
  text += s->is_restrict ? "restrict " : "";
  text += s->is_userland ? "userland " : "";
  text += kind_names[static_cast<int>(s->kind)];
  for (const WordRow &row : word_rows)
    if (s->words & row.word)
      text += row.text;
  if (!s->object.empty())
    text += text_of(s->object) + "`";
  return text + text_of(s->name);
}

void Dumper::specifiers(const DeclSpecifiers *s) {
  node("type " + words_of(s), [&] { body_of(s); });
}

void Dumper::body_of(const DeclSpecifiers *s) {
  if (!s->has_body)
    return;
  for (const Member &m : s->members)
    node("member", [&] {
      type(m.specifiers, m.declarator);
      if (m.bits)
        part("bits", m.bits);
    });
  for (const Enumerator &e : s->enumerators)
    node("enumerator " + text_of(e.name), [&] {
      if (e.value)
        expr(e.value);
    });
}

void Dumper::type(const DeclSpecifiers *s, const Declarator *d) {
  specifiers(s);
  if (d)
    declarator(d);
}

// From the type's side to the name: `*a[3]` is a pointer line, then the array, then the name.
void Dumper::declarator(const Declarator *d) {
  for (; d; d = d->inner) {
    std::string text;
    switch (d->kind) {
    case DeclaratorKind::Name:
      line("name " + text_of(d->name));
      break;
    case DeclaratorKind::Pointer:
      text += d->is_const ? " const" : "";
      text += d->is_volatile ? " volatile" : "";
      text += d->is_restrict ? " restrict" : "";
      line("pointer" + text);
      break;
    case DeclaratorKind::Array:
      node("array", [&] {
        if (d->size)
          expr(d->size);
      });
      break;
    case DeclaratorKind::Tuple:
      parameters("tuple", d->parameters);
      break;
    case DeclaratorKind::Function:
      parameters(d->variadic ? "function ..." : "function", d->parameters);
      break;
    }
  }
}

void Dumper::parameters(const char *head, const std::vector<Parameter> &parameters) {
  node(head, [&] {
    for (const Parameter &p : parameters)
      node("parameter", [&] { type(p.specifiers, p.declarator); });
  });
}

// ---- Items -----------------------------------------------------------------------------------

void Dumper::probe(const ProbeDescription &p) {
  if (p.id != 0 || (p.provider.empty() && p.module.empty() && p.function.empty() &&
                    p.name.empty() && p.span.text().find(':') == std::string_view::npos))
    return line("probe id " + number(p.id));
  line("probe " + text_of(p.provider) + ":" + text_of(p.module) + ":" + text_of(p.function) + ":" +
       text_of(p.name));
}

void Dumper::clause(const Clause *c) {
  node("clause", [&] {
    for (const ProbeDescription &p : c->probes)
      probe(p);
    if (c->predicate)
      part("predicate", c->predicate);
    if (c->has_body)
      statements("body", c->body);
  });
}

void Dumper::declaration(const Declaration *d) {
  node("declaration", [&] { type(d->specifiers, d->declarator); });
}

void Dumper::inline_definition(const Inline *i) {
  node("inline", [&] {
    type(i->specifiers, i->declarator);
    expr(i->value);
  });
}

void Dumper::translator(const Translator *t) {
  node("translator", [&] {
    type(t->output->specifiers, t->output->declarator);
    node("input", [&] { type(t->input_specifiers, t->input_declarator); });
    for (const TranslatorMember &m : t->members)
      node("member " + text_of(m.name), [&] { expr(m.value); });
  });
}

void Dumper::provider_probe(const ProviderProbe &p) {
  const std::string function = p.function.empty() ? "" : text_of(p.function) + ":";
  node("probe " + function + text_of(p.name), [&] {
    if (p.has_arguments)
      parameters("arguments", p.arguments);
    if (!p.translated.empty())
      parameters("translated", p.translated);
    for (const ProbeDescription &source : p.sources)
      probe(source);
    if (p.predicate)
      part("predicate", p.predicate);
    if (p.has_values)
      node("values", [&] { list(p.values); });
  });
}

void Dumper::provider(const ProviderDecl *p) {
  node("provider " + text_of(p->name), [&] {
    for (const ProviderProbe &probe : p->probes)
      provider_probe(probe);
  });
}

void Dumper::pragma(const Pragma *p) {
  std::string text = (p->is_d ? "pragma D " : "pragma ") + text_of(p->name);
  for (const std::string_view word : p->words)
    text += " " + quoted(word);
  line(text);
}

void Dumper::item(const Item &i) {
  switch (i.kind) {
  case ItemKind::Clause:
    return clause(i.clause);
  case ItemKind::Declaration:
    return declaration(i.declaration);
  case ItemKind::Inline:
    return inline_definition(i.inline_);
  case ItemKind::Translator:
    return translator(i.translator);
  case ItemKind::Provider:
    return provider(i.provider);
  case ItemKind::Pragma:
    return pragma(i.pragma);
  }
}
} // namespace

std::string dump(const Script &program) {
  Dumper dumper;
  for (const Item &item : program.items)
    dumper.item(item);
  return dumper.take();
}

std::string dump(const Expr &expr) {
  Dumper dumper;
  dumper.expr(&expr);
  return dumper.take();
}

} // namespace dtrace
