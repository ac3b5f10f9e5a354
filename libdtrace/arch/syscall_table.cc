// Stage: arch. Picks this architecture's column of syscall_table.def while compiling, so that
// the tables cost nothing at start.
#include "arch/syscall_table.h"

#include "arch/own.h"

#include <algorithm>
#include <array>

namespace dtrace {

namespace {

constexpr SyscallRow every_row[] = {
#define SYSCALL(name, x86_64, aarch64, arguments, result, kind)                                    \
  {name, own::number(x86_64, aarch64), arguments, result, SyscallKind::kind},
#define SYSCALL_ALIAS(alias, name)
#include "arch/syscall_table.def"
#undef SYSCALL
#undef SYSCALL_ALIAS
};

constexpr std::pair<const char *, const char *> every_alias[] = {
#define SYSCALL(name, x86_64, aarch64, arguments, result, kind)
#define SYSCALL_ALIAS(alias, name) {alias, name},
#include "arch/syscall_table.def"
#undef SYSCALL
#undef SYSCALL_ALIAS
};

constexpr bool exists_here(const SyscallRow &row) {
  return row.number >= 0;
}

constexpr auto rows_here = [] {
  std::array<SyscallRow, std::ranges::count_if(every_row, exists_here)> rows{};
  std::ranges::copy_if(every_row, rows.begin(), exists_here);
  std::ranges::sort(rows, {}, &SyscallRow::number);
  return rows;
}();

constexpr const SyscallRow *find_row(std::string_view name) {
  const auto row = std::ranges::find(rows_here, name,
                                     [](const SyscallRow &r) { return std::string_view(r.name); });
  return row == rows_here.end() ? nullptr : &*row;
}

// aarch64 lacks stat: there its aliases name nothing.
constexpr bool has_target(const std::pair<const char *, const char *> &alias) {
  return find_row(alias.second) != nullptr;
}

constexpr auto aliases_here = [] {
  std::array<std::pair<const char *, const char *>, std::ranges::count_if(every_alias, has_target)>
      aliases{};
  std::ranges::copy_if(every_alias, aliases.begin(), has_target);
  return aliases;
}();

} // namespace

std::span<const SyscallRow> syscalls() {
  return rows_here;
}

std::span<const std::pair<const char *, const char *>> syscall_aliases() {
  return aliases_here;
}

const SyscallRow *syscall_by_name(std::string_view name) {
  for (const auto &[alias, target] : aliases_here)
    if (name == alias)
      return find_row(target);
  return find_row(name);
}

} // namespace dtrace
