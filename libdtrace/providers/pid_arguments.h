// Stage: providers. Types of the arguments and results of functions of processes, from the debugging
// data (DWARF, else CTF) of their objects.
#pragma once
#include "providers/provider.h"
#include "symbols/elf_functions.h"
#include "types/ctf_importer.h"
#include "types/dwarf_importer.h"

#include <memory>
#include <set>
#include <string>

namespace dtrace {

class UserTypes {
public:
  // The function with this name in the symbol table of the object at `path`; null: no data tell.
  const Type *function(TypeGraph &types, const std::string &path, std::string_view symbol);

private:
  DwarfImporter dwarf_;
  CtfImporter ctf_;
  std::set<std::string> known_; // paths of objects
};

// args[] at the entry of a function of this type. `source` of each is the n of the argN that holds
// it: floating-point arguments and structs by value are not among those.
ProbeArguments entry_arguments(const Type &function, TypeGraph &types,
                               const ElfFunctions &object);
// args[0]: offset of the instruction; args[1]: the result, if the function has one.
ProbeArguments return_arguments(const Type &function, TypeGraph &types);

} // namespace dtrace
