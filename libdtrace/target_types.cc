#include "target_types.h"

namespace dtrace {

std::string TargetTypes::open(std::string_view object) {
  const pid_t target = target_();
  if (object.empty() && !target)
    return {};
  if (const auto known = opened_.find(object); known != opened_.end())
    return known->second;
  auto scope = parse_user_scope(object.empty() ? "a.out" : object, target);
  if (!scope && target) // the program by its own name
    scope = UserScope{target, std::string(object)};
  const auto file = scope && scope->process ? symbols_.file_of(*scope) : std::nullopt;
  const std::string name = file.value_or("");
  if (file) {
    ctf_.add_object(name, *file);
    dwarf_.add_object(name, *file);
  }
  return opened_.emplace(object, name).first->second;
}

const Type *TargetTypes::find(TypeGraph &graph, std::string_view object, TypeKind kind,
                              std::string_view name) {
  const std::string file = open(object);
  if (file.empty())
    return nullptr;
  const Type *type = ctf_.find(graph, file, kind, name);
  return type ? type : dwarf_.find(graph, file, kind, name);
}

const Type *TargetTypes::find_function(TypeGraph &graph, std::string_view object,
                                       std::string_view name) {
  const std::string file = object.empty() ? "" : open(object);
  if (file.empty())
    return nullptr;
  const Type *type = ctf_.find_function(graph, file, name);
  return type ? type : dwarf_.find_function(graph, file, name);
}

const Type *TargetTypes::find_variable(TypeGraph &graph, std::string_view object,
                                       std::string_view name) {
  const std::string file = object.empty() ? "" : open(object);
  if (file.empty())
    return nullptr;
  const Type *type = ctf_.find_variable(graph, file, name);
  return type ? type : dwarf_.find_variable(graph, file, name);
}

} // namespace dtrace
