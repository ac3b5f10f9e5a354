// Stage: syntax. Constructors of types as written, declarators and declarations.
#include "syntax/grammar.h"
#include "syntax/nodes.h"

#include <algorithm>
#include <bit>

namespace dtrace {

using namespace ast;

// ---- Specifiers ------------------------------------------------------------------------------

DeclSpecifiers *Nodes::storage(StorageClass storage, const Token *token) {
  return program_.arena.make<DeclSpecifiers>(token->span, storage);
}

DeclSpecifiers *Nodes::qualifier(const Token *token) {
  const auto specifiers = program_.arena.make<DeclSpecifiers>(token->span);
  specifiers->is_const = token->kind == TOKEN_CONST;
  specifiers->is_volatile = token->kind == TOKEN_VOLATILE;
  specifiers->is_restrict = token->kind == TOKEN_RESTRICT;
  specifiers->is_userland = token->kind == TOKEN_USERLAND;
  return specifiers;
}

DeclSpecifiers *Nodes::basic(uint32_t word, const Token *token) {
  const auto specifiers = program_.arena.make<DeclSpecifiers>(token->span);
  specifiers->words = word;
  return specifiers;
}

DeclSpecifiers *Nodes::typedef_name(const Token *token) {
  const auto specifiers = program_.arena.make<DeclSpecifiers>(token->span);
  specifiers->kind = TypeWordKind::Typedef;
  specifiers->object = token->object, specifiers->name = token->text;
  return specifiers;
}

DeclSpecifiers *Nodes::tagged(TypeWordKind kind, const Token *first, const Token *tag) {
  const auto specifiers = program_.arena.make<DeclSpecifiers>(first->span);
  specifiers->kind = kind;
  if (tag) {
    specifiers->span = first->span.to(tag->span);
    specifiers->object = tag->object, specifiers->name = tag->text;
  }
  return specifiers;
}

DeclSpecifiers *Nodes::with_members(DeclSpecifiers *specifiers, Members *members,
                                    const Token *last) {
  specifiers->span = specifiers->span.to(last->span);
  specifiers->has_body = true, specifiers->members = std::move(*members);
  return specifiers;
}

DeclSpecifiers *Nodes::with_enumerators(DeclSpecifiers *specifiers, Enumerators *enumerators,
                                        const Token *last) {
  specifiers->span = specifiers->span.to(last->span);
  specifiers->has_body = true, specifiers->enumerators = std::move(*enumerators);
  return specifiers;
}

// Both sides' words together. One of them has the type, when it is not a basic one; it is kept.
DeclSpecifiers *Nodes::merge(DeclSpecifiers *left, DeclSpecifiers *right) {
  const Span span = left->span.to(right->span);
  const bool keep_left = left->kind != TypeWordKind::Basic;
  DeclSpecifiers *kept = keep_left ? left : right, *other = keep_left ? right : left;
  if (left->storage != StorageClass::None && right->storage != StorageClass::None)
    note(fail(Tag::D_DECL_CLASS, right->span, "only one storage class can be given"));
  if (kept->storage == StorageClass::None)
    kept->storage = other->storage;

  uint32_t twice = kept->words & other->words;
  if (twice == Long && !((kept->words | other->words) & LongLong))
    kept->words |= LongLong, twice = 0;
  if (twice)
    note(fail(Tag::D_DECL_COMBO, right->span, "invalid combination of types: a word stands twice"));
  kept->words |= other->words;
  kept->is_const |= other->is_const, kept->is_volatile |= other->is_volatile;
  kept->is_restrict |= other->is_restrict, kept->is_userland |= other->is_userland;
  kept->span = span;
  return kept;
}

DeclSpecifiers *Nodes::implicit_int(DeclSpecifiers *modifiers) {
  modifiers->words = Int;
  return modifiers;
}

Enumerator *Nodes::enumerator(const Token *name, Expr *value) {
  const Span span = value ? name->span.to(value->span) : name->span;
  return program_.arena.make<Enumerator>(span, name->text, value);
}

Member *Nodes::struct_member(Declarator *declarator, Expr *bits) {
  // `int : 3;` has a width and no name.
  if (!declarator)
    declarator = program_.arena.make<Declarator>(bits->span, DeclaratorKind::Name);
  const Span span = bits ? declarator->span.to(bits->span) : declarator->span;
  return program_.arena.make<Member>(span, nullptr, declarator, bits);
}

Nodes::Members *Nodes::add_members(Members *all, DeclSpecifiers *specifiers, Members *members) {
  if (!members) {
    all->push_back({specifiers->span, specifiers, nullptr, nullptr});
    return all;
  }
  for (Member &member : *members) {
    member.specifiers = specifiers;
    all->push_back(member);
  }
  return all;
}

TypeName *Nodes::type_name(DeclSpecifiers *specifiers, Declarator *declarator) {
  const Span span = declarator ? specifiers->span.to(declarator->span) : specifiers->span;
  return program_.arena.make<TypeName>(span, specifiers, declarator);
}

// ---- Declarators -----------------------------------------------------------------------------

Declarator *Nodes::name(const Token *token) {
  const auto name = program_.arena.make<Declarator>(token->span, DeclaratorKind::Name);
  name->name = token->text;
  return name;
}

Declarator *Nodes::group(const Token *first, Declarator *inner, const Token *last) {
  inner->span = first->span.to(last->span);
  return inner;
}

// No declarator is longer than this, so that recursion over one is safe.
constexpr int max_declarator = 100;

Declarator *Nodes::declarator(DeclaratorKind kind, Span span, Declarator *inner) {
  if (!inner)
    inner = program_.arena.make<Declarator>(Span{span.source, span.begin, span.begin},
                                            DeclaratorKind::Name);
  int length = 1;
  for (const Declarator *next = inner; next && length <= max_declarator; next = next->inner)
    length++;
  if (length > max_declarator)
    note(fail(Tag::D_SYNTAX, span, "type has more than %d pointers, arrays and functions",
              max_declarator));
  return program_.arena.make<Declarator>(span, kind, inner);
}

Declarator *Nodes::pointer(const Token *first, DeclSpecifiers *qualifiers, Declarator *inner) {
  const Span last = inner ? inner->span : qualifiers ? qualifiers->span : first->span;
  const auto pointer = declarator(DeclaratorKind::Pointer, first->span.to(last), inner);
  if (qualifiers) {
    pointer->is_const = qualifiers->is_const, pointer->is_volatile = qualifiers->is_volatile;
    pointer->is_restrict = qualifiers->is_restrict;
  }
  return pointer;
}

Declarator *Nodes::array(Declarator *inner, const Token *first, Expr *size, const Token *last) {
  const Span begin = inner ? inner->span : first->span;
  const auto array = declarator(DeclaratorKind::Array, begin.to(last->span), inner);
  array->size = size;
  return array;
}

Declarator *Nodes::tuple(Declarator *inner, const Token *first, Parameters *parameters,
                         const Token *last) {
  const Span begin = inner ? inner->span : first->span;
  const auto tuple = declarator(DeclaratorKind::Tuple, begin.to(last->span), inner);
  tuple->parameters = std::move(*parameters);
  return tuple;
}

Declarator *Nodes::function(Declarator *inner, const Token *first, Parameters *parameters,
                            const Token *ellipsis, const Token *last) {
  const Span begin = inner ? inner->span : first->span;
  const auto function = declarator(DeclaratorKind::Function, begin.to(last->span), inner);
  function->parameters = std::move(*parameters);
  function->variadic = ellipsis != nullptr;
  return function;
}

Parameter *Nodes::parameter(DeclSpecifiers *specifiers, Declarator *declarator) {
  const Span span = declarator ? specifiers->span.to(declarator->span) : specifiers->span;
  return program_.arena.make<Parameter>(span, specifiers, declarator);
}

// ---- Items -----------------------------------------------------------------------------------

namespace {
std::string_view declared_name(const Declarator *declarator) {
  while (declarator->inner)
    declarator = declarator->inner;
  return declarator->name;
}
} // namespace

void Nodes::declaration(DeclSpecifiers *specifiers, Declarators *declarators) {
  if (!declarators) {
    add(ItemKind::Declaration).declaration =
        program_.arena.make<Declaration>(specifiers->span, specifiers, nullptr);
    return;
  }
  for (Declarator *declarator : *declarators) {
    const Span span = specifiers->span.to(declarator->span);
    add(ItemKind::Declaration).declaration =
        program_.arena.make<Declaration>(span, specifiers, declarator);
    if (specifiers->storage == StorageClass::Typedef)
      types_.declare(declared_name(declarator));
  }
}

void Nodes::inline_definition(const Token *first, DeclSpecifiers *specifiers,
                              Declarator *declarator, Expr *value) {
  add(ItemKind::Inline).inline_ =
      program_.arena.make<Inline>(first->span.to(value->span), specifiers, declarator, value);
}

void Nodes::inline_function(DeclSpecifiers *specifiers, Declarator *declarator) {
  if (declarator->kind != DeclaratorKind::Function)
    note(
        fail(Tag::D_SYNTAX, declarator->span, "an inline needs a value: inline int name = value;"));
  declaration(specifiers, list(declarator));
}

TranslatorMember *Nodes::translator_member(const Token *name, Expr *value) {
  return program_.arena.make<TranslatorMember>(name->span.to(value->span), name->text, value);
}

void Nodes::translator(const Token *first, TypeName *output, Parameter *input,
                       TranslatorMembers *members, const Token *last) {
  if (!input->declarator || declared_name(input->declarator).empty())
    note(fail(Tag::D_SYNTAX, input->span, "the input of a translator needs a name"));
  add(ItemKind::Translator).translator = program_.arena.make<Translator>(
      first->span.to(last->span), output, input->specifiers, input->declarator, *members);
}

ProviderProbe *Nodes::provider_probe(const Token *first, const Token *function, const Token *name) {
  return program_.arena.make<ProviderProbe>(
      first->span.to(name->span), function ? function->text : std::string_view(), name->text);
}

ProviderProbe *Nodes::with_arguments(ProviderProbe *probe, Parameters *arguments,
                                     Parameters *translated) {
  probe->has_arguments = true, probe->arguments = *arguments;
  if (translated)
    probe->translated = *translated;
  return probe;
}

ProviderProbe *Nodes::with_sources(ProviderProbe *probe, Descriptions *sources, Expr *predicate,
                                   Exprs *values) {
  probe->sources = *sources, probe->predicate = predicate;
  if (values)
    probe->has_values = true, probe->values = *values;
  return probe;
}

void Nodes::provider(const Token *first, const Token *name, ProviderProbes *probes,
                     const Token *last) {
  add(ItemKind::Provider).provider =
      program_.arena.make<ProviderDecl>(first->span.to(last->span), name->text, *probes);
}

void Nodes::pragma(Pragma pragma) {
  add(ItemKind::Pragma).pragma = program_.arena.make<Pragma>(std::move(pragma));
}

} // namespace dtrace
