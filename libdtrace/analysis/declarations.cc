// Stage: analysis. Declarations outside clauses: variables, typedefs, inlines, translators and
// providers. Each adds a name; a name that is taken is D_DECL_IDRED unless it says the same again.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

namespace {
Failure redeclared(Span span, std::string_view name) {
  return fail(Tag::D_DECL_IDRED, span, "%s is already declared", std::string(name).c_str());
}

bool is_taken(Context &c, std::string_view name) {
  return c.inlines.contains(name) || find_builtin(name) || find_aggregation(name) ||
         c.types.find_enumerator(name, nullptr) ||
         c.variables.contains({typed::Scope::Global, std::string(name)});
}

bool is_of_library(Span span) {
  return span.source->kind == SourceKind::Library;
}

// ---- Variables -------------------------------------------------------------------------------

Result<void> check_variable_type(const ast::Declaration &tree, const Declared &written,
                                 typed::Scope scope) {
  const Type *type = written.type;
  if (written.tuple && scope == typed::Scope::This)
    return fail(Tag::D_DECL_LOCASSC, tree.span,
                "this->%s cannot be an associative array: they are global or under self->",
                std::string(written.name).c_str());
  if (type->is(TypeKind::Void))
    return fail(Tag::D_DECL_VOIDOBJ, tree.span, "a variable cannot be of type void");
  if (type->is(TypeKind::Array) && type->strip()->count == 0)
    return fail(Tag::D_DECL_ARRNULL, tree.span, "array %s needs a size",
                std::string(written.name).c_str());
  const bool special =
      type->is(TypeKind::Stack) || type->is(TypeKind::UserStack) || type->is(TypeKind::Symbol);
  if (special || (written.tuple && type->is(TypeKind::Array)))
    return fail(Tag::D_DECL_DYNOBJ, tree.span, "a variable cannot be of type %s",
                type_name(type).c_str());
  if (!type->is_complete())
    return fail(Tag::D_DECL_INCOMPLETE, tree.span, "a variable cannot be of incomplete type %s",
                type_name(type).c_str());
  return {};
}

bool same_declaration(const typed::Variable &variable, const Declared &written) {
  if (!same_type(variable.type, written.type) || variable.is_array != written.tuple.has_value())
    return false;
  if (!written.tuple)
    return true;
  return std::ranges::equal(variable.keys, *written.tuple,
                            [](const typed::KeySlot &slot, const NamedType &key) {
                              return same_type(slot.type, key.type);
                            });
}

Result<void> declare_variable(Context &c, const ast::Declaration &tree, const Declared &written,
                              typed::Scope scope) {
  TRY_VOID(check_variable_type(tree, written, scope));
  const auto known = c.variables.find({scope, std::string(written.name)});
  if (known != c.variables.end() && same_declaration(*known->second, written))
    return {};
  if (scope == typed::Scope::Global ? !may_declare(c, written.span, written.name)
                                    : known != c.variables.end())
    return redeclared(written.span, full_name(scope, written.name));
  typed::Variable *variable = add_variable(c, scope, written.name, written.type);
  if (!written.tuple)
    return {};
  variable->is_array = true;
  for (const NamedType &key : *written.tuple)
    variable->keys.push_back({.type = c.types.kept(key.type)});
  return {};
}

Result<void> declare_typedef(Context &c, const ast::Declaration &tree, const Declared &written) {
  if (written.tuple)
    return fail(Tag::D_DECL_DYNOBJ, tree.span, "an associative array is not a type");
  if (const Type *known = c.types.find(TypeKind::Typedef, written.name, false)) {
    if (same_type(known, written.type))
      return {};
    if (!may_replace_type(c, tree.span, "typedef", written.name))
      return fail(Tag::D_DECL_TYPERED, tree.span, "type %s is already declared as %s",
                  std::string(written.name).c_str(), type_name(known->target).c_str());
  } else {
    may_replace_type(c, tree.span, "typedef", written.name);
  }
  c.types.declare_typedef(written.name, written.type);
  return {};
}

Result<typed::Scope> declared_scope(const ast::Declaration &tree) {
  switch (tree.specifiers->storage) {
  case ast::StorageClass::None:
  case ast::StorageClass::Extern:
    return typed::Scope::Global;
  case ast::StorageClass::Self:
    return typed::Scope::Self;
  case ast::StorageClass::This:
    return typed::Scope::This;
  default:
    return fail(Tag::D_DECL_BADCLASS, tree.specifiers->span,
                "D has no auto, register or static variables");
  }
}
} // namespace

namespace {
// 0: the installed folder; else which of the folders of -L.
size_t rank_of(const AnalysisInput &input, Span span) {
  const std::string_view path = span.source->name;
  const std::string_view folder = path.substr(0, path.rfind('/'));
  size_t rank = 0, number = 0;
  for (std::string given : input.options.texts("libdir")) {
    number++;
    while (given.size() > 1 && given.ends_with('/'))
      given.pop_back();
    rank = given == folder ? number : rank;
  }
  return rank;
}

// Of two libraries that declare one name, the one of the later -L has it. Whether `span` takes it.
bool takes_from_library(Context &c, Span span, const std::string &name) {
  const auto [known, is_new] = c.library_names.try_emplace(name, span);
  if (is_new)
    return false;
  const size_t before = rank_of(c.input, known->second), now = rank_of(c.input, span);
  if (before == now)
    return false;
  const std::string old = known->second.source->name, other = span.source->name;
  c.program.notes.push_back(name + " is defined in " + (now > before ? old : other) + " and in " +
                            (now > before ? other : old) +
                            ": the latter is used, as its -L comes later");
  if (now < before)
    return false;
  known->second = span;
  return true;
}

void forget_name(Names &names, std::string_view name) {
  if (const auto row = names.inlines.find(name); row != names.inlines.end())
    names.inlines.erase(row);
  names.variables.erase({typed::Scope::Global, std::string(name)});
}
} // namespace

bool may_declare(Context &c, Span span, std::string_view name) {
  const bool is_free = !is_taken(c, name);
  if (is_of_library(span)) {
    if (!takes_from_library(c, span, std::string(name)))
      return is_free;
    forget_name(c, name);
    return !is_taken(c, name);
  }
  const bool is_new = c.own_names.emplace(name).second;
  if (is_free)
    return true;
  if (!is_new || find_builtin(name) || find_aggregation(name))
    return false;
  forget_name(c, name);
  return true;
}

bool may_replace_type(Context &c, Span span, const char *kind, std::string_view name) {
  std::string key = std::string(kind) + ' ' + std::string(name);
  return is_of_library(span) ? takes_from_library(c, span, key)
                             : c.own_names.insert(std::move(key)).second;
}

Result<void> declare(Context &c, const ast::Declaration &tree) {
  const bool is_typedef = tree.specifiers->storage == ast::StorageClass::Typedef;
  TRY(base, specified_type(c, *tree.specifiers));
  if (!tree.declarator) {
    const bool tag = tree.specifiers->kind != ast::TypeWordKind::Basic &&
                     tree.specifiers->kind != ast::TypeWordKind::Typedef;
    if (tag && tree.specifiers->storage == ast::StorageClass::None)
      return {};
    return fail(Tag::D_DECL_USELESS, tree.span, "declaration declares nothing");
  }
  TRY(written, declared(c, base, tree.declarator, tree.specifiers->is_userland));
  if (is_typedef)
    return declare_typedef(c, tree, written);
  if (written.type->is(TypeKind::Function)) {
    const ast::StorageClass storage = tree.specifiers->storage;
    if (storage == ast::StorageClass::Self || storage == ast::StorageClass::This || written.tuple)
      return fail(Tag::D_DECL_BADCLASS, tree.span, "a function cannot be a variable");
    return {}; // a prototype of C: nothing in D can call it
  }
  TRY(scope, declared_scope(tree));
  if (tree.specifiers->storage == ast::StorageClass::Extern && !written.tuple) {
    c.externs[std::string(written.name)] = written.type;
    const bool unsized = written.type->is(TypeKind::Array) && written.type->strip()->count == 0;
    if (unsized || tree.span.source->kind == SourceKind::Library)
      return {}; // of the kernel alone: the name stays free for a variable of the program's own
  }
  return declare_variable(c, tree, written, scope);
}

// ---- Inlines ---------------------------------------------------------------------------------

Result<void> declare_inline(Context &c, const ast::Inline &tree) {
  if (tree.specifiers->storage != ast::StorageClass::None)
    return fail(Tag::D_DECL_BADCLASS, tree.specifiers->span, "an inline has no storage class");
  TRY(base, specified_type(c, *tree.specifiers));
  TRY(written, declared(c, base, tree.declarator, tree.specifiers->is_userland));
  if (!may_declare(c, written.span, written.name))
    return redeclared(written.span, written.name);
  if (written.type->is(TypeKind::Void))
    return fail(Tag::D_DECL_VOIDOBJ, tree.span, "an inline cannot be of type void");
  if (written.type->is(TypeKind::Array) || written.type->is(TypeKind::Function))
    return advise(fail(Tag::D_DECL_PROTO_FORM, tree.span, "an inline cannot be of type %s",
                       type_name(written.type).c_str()),
                  "parameters are declared in brackets: inline int name[int a, int b] = ...;");
  InlineRow row{std::string(written.name), &tree, written.type, written.tuple.has_value()};
  for (const NamedType &parameter : written.tuple.value_or(std::vector<NamedType>{})) {
    if (parameter.name.empty())
      return fail(Tag::D_DECL_PROTO_NAME, parameter.span, "a parameter of an inline needs a name");
    row.parameters.push_back(parameter);
  }
  c.inlines.insert_or_assign(row.name, row);
  return {};
}

// ---- Translators -----------------------------------------------------------------------------

Result<void> resolve_translator(Context &c, TranslatorRow &row) {
  const ast::Translator &tree = *row.tree;
  row.is_disabled = true;
  TRY(output, named_type(c, *tree.output));
  if (!output->is_struct_or_union())
    return fail(Tag::D_XLATE_SOU, tree.output->span,
                "a translator makes a structure or union, not %s", type_name(output).c_str());
  TRY(base, specified_type(c, *tree.input_specifiers));
  TRY(input, declared(c, base, tree.input_declarator, tree.input_specifiers->is_userland));
  for (const TranslatorRow &other : c.translators)
    if (other.output && same_type(other.output, output) && same_type(other.input, input.type))
      return fail(Tag::D_XLATE_REDECL, tree.span, "there is already a translator from %s to %s",
                  type_name(input.type).c_str(), type_name(output).c_str());
  std::set<std::string_view> names;
  for (const ast::TranslatorMember &member : tree.members) {
    if (!find_member(*output, member.name))
      return advise(fail(Tag::D_XLATE_MEMB, member.span, "%s is not a member of %s",
                         std::string(member.name).c_str(), type_name(output).c_str()),
                    did_you_mean(member.name, member_names(*output)));
    if (!names.insert(member.name).second)
      return fail(Tag::D_XLATE_REDECL, member.span, "translator defines member %s twice",
                  std::string(member.name).c_str());
  }
  row.output = output->strip();
  row.input = input.type;
  row.parameter = input.name;
  row.is_disabled = false;
  return {};
}

Result<void> declare_translator(Context &c, const ast::Translator &tree) {
  TranslatorRow &row = c.translators.emplace_back(&tree);
  if (tree.span.source->kind == SourceKind::Library)
    return {};
  return resolve_translator(c, row);
}

// ---- Providers -------------------------------------------------------------------------------

namespace {
constexpr size_t longest_provider_name = 63;

std::string_view argument_name(const ast::Parameter &parameter) {
  const ast::Declarator *declarator = parameter.declarator;
  while (declarator && declarator->inner)
    declarator = declarator->inner;
  return declarator ? declarator->name : std::string_view();
}

// In the classic form the translated arguments name the native ones they are made of:
//     probe start(struct bio *b) : (bufinfo_t *b);
Result<void> check_translated(const ast::ProviderProbe &probe) {
  for (const ast::Parameter &translated : probe.translated) {
    const std::string_view name = argument_name(translated);
    const auto is_it = [&](const ast::Parameter &native) { return argument_name(native) == name; };
    if (!name.empty() && std::ranges::none_of(probe.arguments, is_it))
      return fail(Tag::D_PROV_PRXLATOR, translated.span,
                  "%s is not the name of an argument of probe %s", std::string(name).c_str(),
                  std::string(probe.name).c_str());
  }
  return {};
}

Result<void> check_probe(const ast::ProviderProbe &probe) {
  constexpr size_t most_arguments = 32;
  if (probe.arguments.size() > most_arguments)
    return fail(Tag::D_PROV_PRARGLEN, probe.span, "probe %s has more than %zu arguments",
                std::string(probe.name).c_str(), most_arguments);
  return check_translated(probe);
}

// A process's: pointers lead into its memory, and a string is a pointer to its text.
Result<const Type *> argument_type(Context &c, const ast::Parameter &parameter) {
  TRY(base, specified_type(c, *parameter.specifiers));
  TRY(written, declared(c, base, parameter.declarator, true));
  if (written.type->is_string())
    return c.types.pointer_to(c.types.basic(ast::Char), true);
  return written.type;
}

// A probe that programs bring along. One with a type that is not known here has those of its notes:
// for dtrace -h and -G that is not an error.
void declare_usdt(Context &c, const ast::ProviderDecl &provider, const ast::ProviderProbe &probe) {
  if (!probe.sources.empty())
    return;
  ProbeArguments arguments;
  for (const ast::Parameter &parameter : probe.arguments) {
    const auto type = argument_type(c, parameter);
    if (!type)
      return;
    if ((*type)->is(TypeKind::Void))
      break;
    const auto source = static_cast<uint32_t>(arguments.arguments.size());
    arguments.arguments.push_back({*type, nullptr, std::string(argument_name(parameter)), source});
  }
  std::vector<ProbeArgument> translated;
  for (const ast::Parameter &parameter : probe.translated) {
    const auto type = argument_type(c, parameter);
    const auto native =
        std::ranges::find(arguments.arguments, argument_name(parameter), &ProbeArgument::name);
    if (!type || native == arguments.arguments.end())
      return;
    translated.push_back({native->native, *type, native->name, native->source});
  }
  if (!translated.empty())
    arguments.arguments = std::move(translated);
  c.input.registry.declare(provider.name, probe.name, arguments);
}
} // namespace

// What a declared provider's probes are made of is a matter of the providers; here its text is
// checked.
Result<void> declare_provider(Context &c, const ast::ProviderDecl &tree) {
  const std::string name(tree.name);
  if (name.size() > longest_provider_name || isdigit(static_cast<unsigned char>(name.back())))
    return fail(Tag::D_PROV_BADNAME, tree.span, "%s cannot be the name of a provider: it %s",
                name.c_str(),
                name.size() > longest_provider_name ? "is too long" : "ends with a digit");
  if (!c.provider_names.insert(name).second)
    return fail(Tag::D_PROV_INCOMPAT, tree.span, "provider %s is already declared", name.c_str());
  // One with sources may be declared again: once for each place where it fires.
  std::map<std::string, const ast::ProviderProbe *> probes;
  for (const ast::ProviderProbe &probe : tree.probes) {
    const auto [other, is_new] =
        probes.try_emplace(std::string(probe.function) + ":" + std::string(probe.name), &probe);
    if (!is_new && (probe.sources.empty() || other->second->sources.empty()))
      return fail(Tag::D_PROV_PRDUP, probe.span, "probe %s of provider %s is declared twice",
                  std::string(probe.name).c_str(), name.c_str());
    TRY_VOID(check_probe(probe));
    declare_usdt(c, tree, probe);
  }
  return {};
}

} // namespace dtrace::analysis
