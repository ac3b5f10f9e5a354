// Stage: providers. The kernel's tracing file system: where it is mounted, or, when it is nowhere, a
// mount of our own that no other process sees and that ends with us. Opened on first use; read only.
#pragma once
#include "base/diagnostic.h"

#include <string>
#include <vector>

namespace dtrace {

class Tracefs {
public:
  Tracefs() = default;
  ~Tracefs();
  Tracefs(const Tracefs &) = delete;

  Result<std::string> read(const std::string &path); // relative: "events/sched/sched_switch/format"
  std::vector<std::string> folders(const std::string &path); // sorted; empty: none, or no access
  // Why it cannot be used and how to mount it; empty: it can.
  const std::string &problem();

private:
  bool open();
  int mounted_ = -1; // its root
  bool tried_ = false;
  std::string problem_;
};

} // namespace dtrace
