// Stage: types. The names of one object's DWARF: which entry (DIE) is the struct, the function, …
// of a name. Units are read in order, no further than a name needs.
#pragma once
#include <array>
#include <deque>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dtrace {

enum class DwarfSpace { Struct, Union, Enum, Typedef, Function, Variable, None };

class DwarfNames {
public:
  explicit DwarfNames(const std::string &path); // without debugging data nothing is ever found
  ~DwarfNames();
  DwarfNames(const DwarfNames &) = delete;

  // null: none. The entry stays where it is as long as this object.
  Dwarf_Die *find(DwarfSpace space, std::string_view name);

private:
  bool read_next_unit(); // false: there are no more
  void add_children(Dwarf_Die *parent, std::string_view prefix, unsigned depth);
  void add(DwarfSpace space, std::string_view prefix, const char *name, const Dwarf_Die &entry);

  Dwfl *dwfl_ = nullptr;
  Dwarf *dwarf_ = nullptr;
  Dwarf_CU *unit_ = nullptr;
  std::array<std::unordered_map<std::string_view, Dwarf_Die>, 6> names_;
  std::deque<std::string> qualified_; // names with a prefix; others lie in the file's strings
};

} // namespace dtrace
