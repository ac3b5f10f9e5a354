// Stage: providers. Where arguments are is the calling convention's matter: x86-64 psABI 3.2.3, AAPCS64
// 6.8.2. An argument of an integer or pointer type takes the next argN; a struct of up to 16 bytes as
// many as it has words (when it has no floating-point member alone in a word, which is not told apart
// here); a larger one none on x86-64, where it is copied to the stack, and one (its address) on
// AArch64; floating point has registers of its own. Go gives each word of a struct one
// (src/cmd/compile/abi-internal.md), and passes arrays of more than one element in memory.
#include "providers/pid_arguments.h"

#include "symbols/symbols.h"

namespace dtrace {

namespace {

constexpr uint64_t word = 8, most_in_registers = 16;
#if defined(__aarch64__)
constexpr uint32_t words_of_large_struct = 1;
constexpr bool result_takes_argument = false; // x8 tells where a large result goes
#else
constexpr uint32_t words_of_large_struct = 0;
constexpr bool result_takes_argument = true;
#endif

uint32_t words_taken(const Type &type) {
  if (type.is(TypeKind::Float))
    return 0;
  if (!type.is_struct_or_union())
    return type.strip()->size > word ? 2 : 1;
  const uint64_t size = type.strip()->size;
  return size > most_in_registers ? words_of_large_struct : (size + word - 1) / word;
}

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

bool is_returned_in_memory(const Type *result) {
  return result && result->is_struct_or_union() && result->strip()->size > most_in_registers;
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

ProbeArguments entry_arguments(const Type &function, bool in_go) {
  ProbeArguments result;
  uint32_t next =
      !in_go && result_takes_argument && is_returned_in_memory(function.target) ? 1 : 0;
  const auto &parameters = function.parameters();
  for (size_t i = 0; i < parameters.size(); i++) {
    const std::string_view name =
        i < function.parameter_names.size() ? function.parameter_names[i] : std::string_view();
    result.arguments.push_back({parameters[i], parameters[i], std::string(name), next});
    next += in_go ? words_taken_in_go(*parameters[i]) : words_taken(*parameters[i]);
  }
  return result;
}

ProbeArguments return_arguments(const Type &function, TypeGraph &types) {
  ProbeArguments result;
  const Type *offset = types.integer(4, false);
  result.arguments.push_back({offset, offset, "offset", 0});
  if (function.target && !function.target->is(TypeKind::Void))
    result.arguments.push_back({function.target, function.target, {}, 1});
  return result;
}

} // namespace dtrace
