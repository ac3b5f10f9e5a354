// Stage: providers. The traceable functions of the kernel, as the tracing file system lists
// them: available_filter_functions, from Linux 6.5 with addresses. In the file's order, which is the
// same each time on one machine. Spin locks are left out: they are not safe to trace.
#pragma once
#include "providers/tracefs.h"
#include "symbols/kallsyms.h"
#include "symbols/kernel_lookup.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dtrace {

struct TraceableFunction {
  std::string_view name, module; // "vmlinux" for the kernel itself
  uint64_t address;              // of the call of the tracer, near its start; 0: not told
  uint32_t next;                 // the next row with that name; 0: none
  bool repeated;                 // an earlier row has this name and this module
};

class TraceableFunctions {
public:
  explicit TraceableFunctions(std::shared_ptr<Tracefs> tracefs) : tracefs_(std::move(tracefs)) {}
  explicit TraceableFunctions(std::string text) { take(std::move(text)); } // for tests

  const std::vector<TraceableFunction> &rows(); // read on first use
  // The first row with that name, from which `next` leads to the others; null: none.
  const TraceableFunction *find(std::string_view name);
  // The row of a function that the kernel lists by another one of its names, as it does with system
  // calls: __x64_sys_getpid is __ia32_sys_getpid there. Null: there is none, or more than one.
  const TraceableFunction *find_other_name(std::string_view name);
  // Every row that is the same function by name and module as `row`, itself included.
  std::vector<const TraceableFunction *> all_of(const TraceableFunction &row);
  // Where the function starts, by which the kernel finds cookies; 0: not told.
  uint64_t start_of(const TraceableFunction &row);
  // Why there are none; empty: there are.
  const std::string &problem();

private:
  void read();
  void take(std::string text);
  void add(std::string_view line);

  std::shared_ptr<Tracefs> tracefs_;
  std::unique_ptr<KernelLookup> lookup_;
  std::unique_ptr<KallsymsIndex> symbols_; // read on first use
  bool read_ = false, asked_ = false;
  std::string text_, problem_;
  std::vector<TraceableFunction> rows_;
  std::unordered_map<std::string_view, uint32_t> by_name_; // its last row while reading, then first
};


} // namespace dtrace
