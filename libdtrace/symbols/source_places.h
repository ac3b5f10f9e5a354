// Stage: symbols. Where lines of the source and functions that were inlined lie in an object's code, by
// its debugging data (DWARF; the lines of units compiled with -gsplit-dwarf, too). Addresses are those
// the object was linked with. Everything is read when it is asked for, and only in the units that the
// question is about.
#pragma once
#include "files/debugging_data.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

class SourcePlaces {
public:
  // Without debugging data nothing is ever found.
  explicit SourcePlaces(const std::string &path);

  struct Line {
    bool has_file = false; // some unit was compiled from it
    // Where the line begins, first in the code: one address for each function that has it, and for each
    // copy of one that was inlined.
    std::vector<uint64_t> addresses{};
    int next = 0; // without addresses: the next line that has code; 0: none
  };
  // file: the last parts of its path, server.c or src/server.c.
  Line line(std::string_view file, int number);

  // Where each inlined copy of a function begins that `is_meant` by one of the names: as the symbol table
  // would have it, and as the source has it.
  using IsMeant = std::function<bool(std::string_view name)>;
  std::vector<uint64_t> inlined(const IsMeant &is_meant);

private:
  void lines_of(Dwarf_Die &unit, std::string_view file, int number, Line &line);

  std::unique_ptr<DebuggingData> data_; // null: there is none
};

} // namespace dtrace
