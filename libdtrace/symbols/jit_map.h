// Stage: symbols. Functions that a process made at run time, as its JIT compiler tells perf(1) of
// them: lines `START SIZE name` in /tmp/perf-PID.map, PID as the process sees it itself. The file counts
// if it is a regular one of the process's user or of root, in the process's own root folder; of a
// large one the first most_bytes.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace dtrace {

class JitMap {
public:
  struct Found {
    std::string_view name; // lives as long as the map
    uint64_t offset;
  };
  // Reads what was added to the file when the address is not known yet.
  std::optional<Found> find(pid_t process, uint64_t address);
  void add(std::string_view text); // whole lines
  static constexpr uint64_t most_bytes = 64 << 20;

private:
  struct Function {
    uint64_t size;
    std::string_view name;
  };
  std::optional<Found> look_up(uint64_t address) const;
  bool read_more(pid_t process);

  std::map<uint64_t, Function> functions_; // by address; a later line takes an earlier one's place
  std::deque<std::string> names_;
  uint64_t read_ = 0; // bytes of the file
};

} // namespace dtrace
