// Stage: providers. Go gives each word of a struct an argument (src/cmd/compile/abi-internal.md), and
// passes arrays of more than one element in memory. All others: providers/calling_convention.h.
#include "providers/pid_arguments.h"

#include "providers/calling_convention.h"
#include "symbols/symbols.h"

namespace dtrace {

namespace {

uint32_t words_taken_in_go(const Type &given) {
  const Type &type = *given.strip();
  if (type.is(TypeKind::Array))
    return type.count == 1 ? words_taken_in_go(*type.target) : 0;
  if (!type.is_struct_or_union())
    return type.is(TypeKind::Float) ? 0 : 1;
  uint32_t words = 0;
  for (const TypeMember &member : type.members())
    words += words_taken_in_go(*member.type);
  return words;
}

// argN holds a pointer of a 32-bit program as it does others.
const Type *in_argument(const Type &given, TypeGraph &types) {
  const Type &type = *given.strip();
  constexpr uint64_t wide = 8;
  return type.kind == TypeKind::Pointer && type.size != wide
             ? types.pointer_to(type.target, type.userland)
             : &given;
}

} // namespace

const Type *UserTypes::function(TypeGraph &types, const std::string &path,
                                std::string_view symbol) {
  if (known_.insert(path).second) {
    dwarf_.add_object(path, path);
    ctf_.add_object(path, path);
  }
  if (const Type *found = dwarf_.find_function(types, path, symbol))
    return found;
  return ctf_.find_function(types, path, symbol);
}

ProbeArguments entry_arguments(const Type &function, TypeGraph &types,
                               const ElfFunctions &object) {
  ProbeArguments result;
  const auto &parameters = function.parameters();
  ArgumentPlaces places(object.machine(), function.target);
  uint32_t next_in_go = 0;
  for (size_t i = 0; i < parameters.size(); i++) {
    const std::string_view name =
        i < function.parameter_names.size() ? function.parameter_names[i] : std::string_view();
    const uint32_t place = object.is_go() ? next_in_go : places.next(*parameters[i]);
    const Type *type = in_argument(*parameters[i], types);
    result.arguments.push_back({type, type, std::string(name), place});
    if (object.is_go())
      next_in_go += words_taken_in_go(*parameters[i]);
  }
  return result;
}

ProbeArguments return_arguments(const Type &function, TypeGraph &types) {
  ProbeArguments result;
  const Type *offset = types.integer(4, false);
  result.arguments.push_back({offset, offset, "offset", 0});
  if (function.target && !function.target->is(TypeKind::Void)) {
    const Type *type = in_argument(*function.target, types);
    result.arguments.push_back({type, type, {}, 1});
  }
  return result;
}

} // namespace dtrace
