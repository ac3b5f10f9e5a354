// Stage: files. The separate debugging file of an object: by its build id, else by its .gnu_debuglink.
// It is looked for inside the root folder of the process that the object belongs to, then on this
// machine; never on the network.
#pragma once
#include "files/elf_file.h"

namespace dtrace {

// Null: none is installed, or the one that is belongs to another build.
std::unique_ptr<ElfFile> open_debugging_file(ElfFile &object);
// The file that several debugging files share (.gnu_debugaltlink, made by dwz). Null: as above.
std::unique_ptr<ElfFile> open_shared_debugging_file(ElfFile &debugging);

// Where an object is, as its process sees it.
struct Origin {
  std::string root;   // "/proc/12/root"; "": ours
  std::string folder; // "/usr/bin"
};
Origin origin_of(const FileImage &image);

} // namespace dtrace
