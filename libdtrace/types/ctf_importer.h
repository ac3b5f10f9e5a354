// Stage: types. Types of programs and libraries from their .ctf sections (gcc -gctf), read by
// libctf. An object's file is opened when it is first asked for something. libctf is the variant
// without libbfd (0.4 ms less at each start), so the sections are found here.
#pragma once
#include "types/type.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

class CtfImporter : public TypeImporter {
public:
  // userland: pointers in these types are a process's, not the kernel's.
  explicit CtfImporter(bool userland = true);
  ~CtfImporter() override;

  // name: what D calls the object (`a.out`, `libc.so.6`); "" asks all objects in order added.
  void add_object(std::string name, std::string path);

  const Type *find(TypeGraph &graph, std::string_view object, TypeKind kind,
                   std::string_view name) override;
  // Of exported symbols only, as linkers keep no others in the section. No parameter names.
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
