// Stage: types. The names of one object's DWARF: which entry (DIE) is the struct, the function, …
// of a name. Units are read in order, no further than a name needs.
#pragma once
#include "files/debugging_data.h"

#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dtrace {

enum class DwarfSpace { Struct, Union, Enum, Typedef, Function, Variable, None };

class DwarfNames {
public:
  // Without debugging data nothing is ever found.
  explicit DwarfNames(const std::string &path);
  // Of an object in memory, which may go.
  explicit DwarfNames(ElfFile &object) : data_(DebuggingData::of(object)) {}
  DwarfNames(const DwarfNames &) = delete;

  // null: none. The entry stays where it is as long as this object.
  Dwarf_Die *find(DwarfSpace space, std::string_view name);

private:
  bool read_next_unit(); // false: there are no more
  void add_split_unit(Dwarf_Die &skeleton);
  void add_children(Dwarf_Die *parent, std::string_view prefix, unsigned depth);
  void add(DwarfSpace space, std::string_view prefix, const char *name, const Dwarf_Die &entry);

  std::unique_ptr<DebuggingData> data_; // null: there is none
  std::vector<std::unique_ptr<DebuggingData>> split_;
  Dwarf_CU *unit_ = nullptr;
  bool at_end_ = false;
  std::array<std::unordered_map<std::string_view, Dwarf_Die>, 6> names_;
  std::deque<std::string> qualified_; // names with a prefix; others lie in the file's strings
};

} // namespace dtrace
