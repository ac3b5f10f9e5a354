// Stage: providers. Lines "[address ]name[ [module]]" into rows; names stay where they are in the
// text.
#include "providers/traceable_functions.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace dtrace {

namespace {

// What the kernel prints for a place whose function it no longer knows.
constexpr std::string_view unknown_prefix = "__ftrace_invalid_address__";

// The locks that BPF's own maps and the kernel's timers take, with interrupts off: what traces them
// runs within them. Kernels list them, and have died of it.
constexpr std::string_view left_alone[] = {"_raw_spin_", "_raw_read_", "_raw_write_",
                                           "native_queued_spin_lock_slowpath"};

bool is_left_alone(std::string_view name) {
  return std::ranges::any_of(left_alone,
                             [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string_view take_word(std::string_view &line) {
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return word;
}

} // namespace

void TraceableFunctions::read() {
  if (read_)
    return;
  read_ = true;
  for (const char *file : {"available_filter_functions_addrs", "available_filter_functions"}) {
    auto text = tracefs_->read(file);
    if (text)
      return take(std::move(*text));
    problem_ = text.error().message;
  }
}

void TraceableFunctions::take(std::string text) {
  read_ = true;
  problem_.clear();
  text_ = std::move(text);
  const size_t lines = std::ranges::count(text_, '\n') + 1;
  rows_.reserve(lines);
  by_name_.reserve(lines);
  for (std::string_view rest = text_; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    add(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void TraceableFunctions::add(std::string_view line) {
  TraceableFunction row{.name = take_word(line), .module = "vmlinux", .address = 0, .next = 0,
                        .repeated = false};
  if (!row.name.empty() && isdigit(static_cast<unsigned char>(row.name[0]))) {
    std::from_chars(row.name.data(), row.name.data() + row.name.size(), row.address, 16);
    row.name = take_word(line);
  } else if (row.name.size() == 16 && row.name.starts_with("ffff")) {
    std::from_chars(row.name.data(), row.name.data() + row.name.size(), row.address, 16);
    row.name = take_word(line);
  }
  if (line.starts_with('[') && line.ends_with(']'))
    row.module = line.substr(1, line.size() - 2);
  if (row.name.empty() || row.name.starts_with(unknown_prefix) || is_left_alone(row.name))
    return;
  const uint32_t index = rows_.size();
  const auto [it, is_new] = by_name_.try_emplace(row.name, index);
  if (!is_new) { // appended to the chain
    uint32_t last = it->second;
    row.repeated = rows_[last].module == row.module;
    while (rows_[last].next) {
      last = rows_[last].next;
      row.repeated |= rows_[last].module == row.module;
    }
    rows_[last].next = index;
  }
  rows_.push_back(row);
}

const std::vector<TraceableFunction> &TraceableFunctions::rows() {
  read();
  return rows_;
}

const TraceableFunction *TraceableFunctions::find(std::string_view name) {
  read();
  const auto it = by_name_.find(name);
  return it == by_name_.end() ? nullptr : &rows_[it->second];
}

const TraceableFunction *TraceableFunctions::find_other_name(std::string_view name) {
  read();
  if (rows_.empty() || is_left_alone(name))
    return nullptr;
  if (!symbols_)
    symbols_ = std::make_unique<KallsymsIndex>(KallsymsIndex::read());
  const TraceableFunction *found = nullptr;
  for (const std::string_view other : symbols_->other_names(name)) {
    const TraceableFunction *row = find(other);
    if (!row)
      continue;
    if (found || row->next)
      return nullptr;
    found = row;
  }
  return found;
}

std::vector<const TraceableFunction *> TraceableFunctions::all_of(const TraceableFunction &row) {
  std::vector<const TraceableFunction *> all;
  for (const TraceableFunction *one = find(row.name); one;
       one = one->next ? &rows_[one->next] : nullptr)
    if (one->module == row.module)
      all.push_back(one);
  return all;
}

// Before the call there may be an instruction that marks where indirect calls may lead.
uint64_t TraceableFunctions::start_of(const TraceableFunction &row) {
  if (!row.address)
    return 0;
  if (!asked_)
    lookup_ = KernelLookup::make();
  asked_ = true;
  std::string module, symbol;
  uint64_t offset = 0;
  if (!lookup_ ||
      !read_kernel_description(lookup_->describe(row.address), module, symbol, offset))
    return 0;
  return symbol == row.name ? row.address - offset : 0;
}

const std::string &TraceableFunctions::problem() {
  read();
  return problem_;
}

} // namespace dtrace
