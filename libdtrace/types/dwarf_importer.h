// Stage: types. Types of programs and libraries from DWARF (2 to 5; in the file itself, in a
// separate debug file found by build id or .gnu_debuglink, split or compressed), read by libdw.
// An object is opened when it is first asked for something; its units are then indexed one after
// another, only as far as the name asked for.
#pragma once
#include "types/type.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

class DwarfImporter : public TypeImporter {
public:
  // userland: pointers in these types are a process's, not the kernel's.
  explicit DwarfImporter(bool userland = true);
  ~DwarfImporter() override;

  // name: what D calls the object (`a.out`, `libc.so.6`); "" asks all objects in order added.
  void add_object(std::string name, std::string path);

  // Names in C++ and Rust namespaces are written with ::, as `ns::name`.
  const Type *find(TypeGraph &graph, std::string_view object, TypeKind kind,
                   std::string_view name) override;
  // By source name or linkage name, static ones too; with parameter_names.
  const Type *find_function(TypeGraph &graph, std::string_view object,
                            std::string_view name) override;
  const Type *find_variable(TypeGraph &graph, std::string_view object,
                            std::string_view name) override;

private:
  struct Object;
  std::vector<std::unique_ptr<Object>> objects_;
  bool userland_;
};

} // namespace dtrace
