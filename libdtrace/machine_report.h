// Describes this machine and what it can trace, for `dtrace --info`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

struct Fact {
  std::string_view group; // "versions", "machine", "settings", "limits" or "features"
  std::string name, value;
  std::string remark{}; // what it means; empty if there is nothing to note
};

// Group by group. Loads small BPF programs to see whether the kernel takes them. `version`: the release.
std::vector<Fact> machine_report(std::string_view version);

} // namespace dtrace
