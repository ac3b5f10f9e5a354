// Stage: process. The files that a process has mapped, as far as they may be objects (ELF): what the
// module part of a pid probe chooses from.
#pragma once
#include "base/diagnostic.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace dtrace {

struct ProcessObject {
  std::string name; // last part of its path
  std::string path; // as the process sees it
  std::string file; // that we can open while the process lives, whatever its root folder
  uint64_t device, inode;
  bool is_program;  // the one that was executed: a.out
  uint64_t begin;   // address of its first byte that is mapped, and which byte of the file that is
  uint64_t file_offset;
};

// In order of address. D_PROC_GRAB: there is no such process, or it has no program (the kernel's).
Result<std::vector<ProcessObject>> process_objects(pid_t process);
// Of every process that we may look at; each file once.
std::vector<ProcessObject> all_objects();

} // namespace dtrace
