#include "usdt/declaration.h"

#include <cctype>

namespace dtrace::usdt {

namespace {

constexpr int word_size = 8;

// Null: not known here, or no scalar.
const Type *scalar_of(const ast::Parameter &parameter, TypeGraph &types) {
  const ast::DeclSpecifiers &specifiers = *parameter.specifiers;
  const Type *type = nullptr;
  if (specifiers.kind == ast::TypeWordKind::Basic)
    type = types.basic(specifiers.words);
  else if (specifiers.kind == ast::TypeWordKind::Typedef)
    type = types.find(TypeKind::Typedef, specifiers.name, false);
  else if (specifiers.kind == ast::TypeWordKind::Enum)
    type = types.int_type();
  return type && type->is_scalar() ? type : nullptr;
}

// A pointer, an array, a function: an address.
bool is_derived(const ast::Declarator *declarator) {
  for (; declarator; declarator = declarator->inner)
    if (declarator->kind != ast::DeclaratorKind::Name)
      return true;
  return false;
}

Argument argument_of(const ast::Parameter &parameter, TypeGraph &types) {
  const Type *type = is_derived(parameter.declarator) ? nullptr : scalar_of(parameter, types);
  if (!type || type->is_pointer())
    return {word_size};
  const int size = static_cast<int>(type->size);
  return {type->strip()->is_signed ? -size : size};
}

bool is_void(const ast::Parameter &parameter) {
  return parameter.specifiers->kind == ast::TypeWordKind::Basic &&
         parameter.specifiers->words == ast::Void && !is_derived(parameter.declarator);
}

Result<Probe> probe_of(const ast::ProviderProbe &tree, TypeGraph &types) {
  Probe probe{std::string(tree.name), {}};
  if (!tree.sources.empty())
    return fail(Tag::D_UNKNOWN, tree.span,
                "probe %s is made of other probes: a program cannot have it", probe.name.c_str());
  if (tree.arguments.size() == 1 && is_void(tree.arguments[0]))
    return probe;
  if (tree.arguments.size() > most_arguments)
    return fail(Tag::D_PROV_PRARGLEN, tree.span,
                "probe %s has more than the %zu arguments that a probe in a program can have",
                probe.name.c_str(), most_arguments);
  for (const ast::Parameter &parameter : tree.arguments)
    probe.arguments.push_back(argument_of(parameter, types));
  return probe;
}

std::string upper_case(std::string_view name) {
  std::string text;
  for (size_t i = 0; i < name.size(); i++)
    if (!(name[i] == '_' && i > 0 && name[i - 1] == '_'))
      text += static_cast<char>(toupper(static_cast<unsigned char>(name[i])));
  return text;
}

} // namespace

Result<std::vector<Provider>> declared_providers(const ast::Script &program, TypeGraph &types) {
  std::vector<Provider> providers;
  for (const ast::Item &item : program.items) {
    if (item.kind == ast::ItemKind::Clause)
      return fail(Tag::D_UNKNOWN, item.clause->span,
                  "a clause cannot be made part of a program: -h and -G take declarations of "
                  "providers");
    if (item.kind != ast::ItemKind::Provider)
      continue;
    Provider &provider = providers.emplace_back(std::string(item.provider->name));
    for (const ast::ProviderProbe &tree : item.provider->probes) {
      TRY(probe, probe_of(tree, types));
      provider.probes.push_back(std::move(probe));
    }
  }
  if (providers.empty())
    return fail(Tag::D_UNKNOWN, Span{program.source, 0, 0},
                "no provider is declared: write provider NAME { probe NAME(types); ... };");
  return providers;
}

std::string macro_name(const Provider &provider, const Probe &probe) {
  return upper_case(provider.name) + "_" + upper_case(probe.name);
}

std::string semaphore_name(const Provider &provider, const Probe &probe) {
  return provider.name + "_" + probe.name + "_semaphore";
}

} // namespace dtrace::usdt
