// Types of processes as D names them: `` struct a.out`foo ``, `` pid123`libc.so.6`bar_t ``, and those
// of the target's executable without a scope, when the kernel has no such type. An object is opened
// when it is first asked for something.
#pragma once
#include "symbols/symbols.h"
#include "types/ctf_importer.h"
#include "types/dwarf_importer.h"

#include <functional>
#include <map>

namespace dtrace {

class TargetTypes : public TypeImporter {
public:
  explicit TargetTypes(std::function<pid_t()> target) : target_(std::move(target)) {}

  const Type *find(TypeGraph &graph, std::string_view object, TypeKind kind,
                   std::string_view name) override;
  const Type *find_function(TypeGraph &graph, std::string_view object,
                            std::string_view name) override;
  const Type *find_variable(TypeGraph &graph, std::string_view object,
                            std::string_view name) override;

private:
  // What the importers know the object by; "": there is none.
  std::string open(std::string_view object);

  std::function<pid_t()> target_;
  UserSymbols symbols_;
  CtfImporter ctf_{true};
  DwarfImporter dwarf_{true};
  std::map<std::string, std::string, std::less<>> opened_; // as written -> what open() returns
};

} // namespace dtrace
