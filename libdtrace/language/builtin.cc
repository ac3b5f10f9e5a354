// Stage: language. The rows of builtins.def as values, and the ways to find one. The indexes are
// made at first use and read-only after.
#include "language/builtin.h"

#include "arch/own.h"

#include <array>
#include <iterator>
#include <unordered_map>

namespace dtrace {

namespace {
constexpr Builtin action_row(ActionKind action, Builtin row) {
  row.kind = BuiltinKind::Action;
  row.action = action;
  if (row.generator == Generator::Bpf && row.bpf.empty())
    row.generator = Generator::ByKind;
  return row;
}

constexpr Builtin aggregation_row(AggregationKind aggregation, Builtin row) {
  row.kind = BuiltinKind::Aggregation;
  row.aggregation = aggregation;
  row.generator = Generator::ByKind;
  return row;
}

constexpr Attributes evolving = {Stability::Evolving, Stability::Evolving, DependencyClass::Common};

// By the numbers of translators/regs.d.
constexpr bool is_register(int64_t number) {
  constexpr int64_t first_common = 128, common = 6;
  constexpr auto own = own::registers;
  return (number >= own.first && number < own.first + own.count) ||
         (number >= first_common && number < first_common + common);
}

#define ROW(its_name, its_kind, text, ...)                                                         \
  Builtin {                                                                                        \
    .name = its_name, .kind = BuiltinKind::its_kind, .prototype = text, __VA_ARGS__                \
  }
#define VARIABLE(name, type, ...) ROW(name, Variable, type, __VA_ARGS__),
#define ARRAY(name, type, ...) ROW(name, Array, type, __VA_ARGS__),
#define FUNCTION(name, text, ...) ROW(name, Function, text, __VA_ARGS__),
#define ACTION(name, action, text, ...)                                                            \
  action_row(ActionKind::action, ROW(name, Action, text, __VA_ARGS__)),
#define AGGREGATION(name, function, text, ...)                                                     \
  aggregation_row(AggregationKind::function, ROW(name, Aggregation, text, __VA_ARGS__)),

// What many rows of builtins.def have in common.
#define ARGUMENT(name)                                                                             \
  VARIABLE(#name, "int64_t", .generator = Generator::Argument,                                     \
           .doc = "argument of the probe, as a 64-bit integer")
#define ARGUMENTS(fewest, many) .variadic = true, .least = fewest, .most = many
#define EVOLVING .attributes = evolving
#define NETWORK_ORDER .doc = "number between the machine's and the network's byte order"
#define CODE_NAME(table)                                                                           \
  .generator = Generator::CodeName, .bound = StringBound::Fixed, .bound_size = code_name_size,     \
  .codes = CodeTable::table
#define KERNEL_LOCK(its_bpf) .bpf = its_bpf, .subroutine_faults = true

constexpr Builtin rows[] = {
#include "language/builtins.def"
};

// The locks of Linux that the functions of a mutex, and those of a semaphore, take as well.
struct LockRow {
  std::string_view parameter, type, suffix;
};
constexpr LockRow lock_rows[] = {
    {"mutex", "spinlock", "_spin"},
    {"mutex", "spinlock_t", "_spin"},
    {"mutex", "raw_spinlock", "_spin"},
    {"mutex", "raw_spinlock_t", "_spin"},
    {"rw_semaphore", "rwlock_t", "_rwlock"},
};

using Index = std::unordered_map<std::string_view, const Builtin *>;
Index index_of(bool aggregations) {
  Index index;
  for (const Builtin &row : rows)
    if ((row.kind == BuiltinKind::Aggregation) == aggregations)
      index.emplace(row.name, &row);
  return index;
}

const Builtin *find(const Index &index, std::string_view name) {
  const auto it = index.find(name);
  return it == index.end() ? nullptr : it->second;
}

constexpr std::string_view stability_names[] = {"Internal", "Private",  "Obsolete", "External",
                                                "Unstable", "Evolving", "Stable",   "Standard"};
constexpr std::string_view class_names[] = {"Unknown", "CPU", "Platform", "Group", "ISA", "Common"};
} // namespace

std::string_view name_of(Stability stability) {
  return stability_names[static_cast<size_t>(stability)];
}

std::string_view name_of(DependencyClass dependency) {
  return class_names[static_cast<size_t>(dependency)];
}

std::span<const Builtin> builtins() {
  return rows;
}

const Builtin *find_builtin(std::string_view name) {
  static const Index index = index_of(false);
  return find(index, name);
}

const Builtin *find_aggregation(std::string_view name) {
  static const Index index = index_of(true);
  return find(index, name);
}

const Builtin &builtin_for(ActionKind action) {
  for (const Builtin &row : rows)
    if (row.action == action)
      return row;
  return *find_builtin("trace");
}

std::string_view other_lock_suffix(std::string_view parameter, std::string_view type) {
  for (const LockRow &row : lock_rows)
    if (row.parameter == parameter && row.type == type)
      return row.suffix;
  return {};
}

} // namespace dtrace
