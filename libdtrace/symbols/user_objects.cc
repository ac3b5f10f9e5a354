// Stage: symbols. From the name of an object and of a symbol in it to where a process has it: the
// other way than user_symbols.cc goes.
#include "system/pid_numbers.h"
#include "symbols/elf_symbols.h"
#include "symbols/process_map.h"
#include "symbols/symbols.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace dtrace {

namespace {
std::string executable_of(pid_t process) {
  std::error_code error;
  const std::string link = shown_process_folder(process) + "/exe";
  return std::filesystem::read_symlink(link, error).string();
}

// libc is libc.so.6, too.
bool is_named(const ProcessMap::Region &region, std::string_view object) {
  const std::string_view name = region.name;
  return name.starts_with(object) &&
         (name.size() == object.size() || name[object.size()] == '.' || name[object.size()] == '-');
}
} // namespace

std::optional<UserScope> parse_user_scope(std::string_view text, pid_t target) {
  constexpr std::string_view prefix = "pid", of_target = "$target";
  const size_t end = std::min(text.find('`'), text.size());
  const std::string_view first = text.substr(0, end);
  const std::string rest(end < text.size() ? text.substr(end + 1) : "");
  if (first.starts_with(prefix)) {
    const std::string_view number = first.substr(prefix.size());
    if (number == of_target)
      return UserScope{target, rest};
    pid_t process = 0;
    const auto [stop, error] =
        std::from_chars(number.data(), number.data() + number.size(), process);
    if (error == std::errc() && stop == number.data() + number.size())
      return UserScope{process, rest};
  }
  if (first.find('.') == first.npos)
    return std::nullopt;
  return UserScope{target, std::string(text)};
}

std::vector<ProcessMap::Region> UserSymbols::objects(const UserScope &scope) {
  KnownProcess &known = processes_.of(scope.process);
  if (!known.is_whole && !read_map(scope.process, known))
    return {};
  const std::string executable = executable_of(scope.process);
  std::vector<ProcessMap::Region> found;
  for (const ProcessMap::Region &region : known.map.regions) {
    const bool is_executable = region.path == executable;
    const bool wanted = scope.object.empty() || is_named(region, scope.object) ||
                        (scope.object == "a.out" && is_executable);
    const auto same = [&](const auto &other) { return other.path == region.path; };
    if (!wanted || std::ranges::any_of(found, same))
      continue;
    found.insert(is_executable ? found.begin() : found.end(), region);
  }
  return found;
}

std::optional<UserPlace> UserSymbols::address_of(const UserScope &scope, std::string_view name) {
  for (const ProcessMap::Region &region : objects(scope)) {
    const ElfSymbols *symbols = symbols_of(scope.process, region);
    const auto place = symbols ? symbols->named(name) : std::nullopt;
    const auto start = place ? symbols->address_of_file_offset(region.file_offset) : std::nullopt;
    if (start)
      return UserPlace{region.begin - *start + place->address, place->size, place->is_function};
  }
  return std::nullopt;
}

std::optional<std::string> UserSymbols::file_of(const UserScope &scope) {
  const std::vector<ProcessMap::Region> found = objects(scope);
  if (found.empty())
    return std::nullopt;
  return shown_process_folder(scope.process) + "/root" + found.front().path;
}

} // namespace dtrace
