#include "providers/function_returns.h"

#include "providers/probe_place.h"

#include <algorithm>
#include <string>

namespace dtrace {

namespace {
using Function = ElfFunctions::Function;

constexpr std::string_view part_suffix = ".cold";

bool is_part_of(const Function &part, const Function &function) {
  return std::ranges::any_of(part.names, [&](std::string_view name) {
    if (!name.ends_with(part_suffix))
      return false;
    name.remove_suffix(part_suffix.size());
    return std::ranges::count(function.names, name) != 0;
  });
}

const Function *part_of_function(const ElfFunctions &object, const Function &function) {
  for (const std::string_view name : function.names) {
    const std::string part = std::string(name) + std::string(part_suffix);
    if (const Function *found = object.find(part); found && !object.is_ambiguous(part))
      return found;
  }
  return nullptr;
}
} // namespace

std::vector<ReturnPlace> return_places(const ElfFunctions &object, const Function &function) {
  std::vector<ReturnPlace> places;
  const Function *part = part_of_function(object, function);
  for (const Function *code : {&function, part}) {
    if (!code)
      continue;
    for (const Instruction &one : instructions_of(object, *code)) {
      if (one.refused)
        continue;
      const uint64_t target = code->address + one.jumps_to;
      const Function *to = one.is_jump_out ? object.at(target) : nullptr;
      const bool stays = to && (to == part || is_part_of(*to, function) ||
                                (to == &function && target != function.address));
      if (one.is_return || (one.is_jump_out && !stays))
        places.push_back({code->file_offset + one.offset,
                          static_cast<uint32_t>(code->address - function.address + one.offset)});
    }
  }
  return places;
}

} // namespace dtrace
