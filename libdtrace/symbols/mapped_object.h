// Stage: symbols. Opens what a process has mapped.
#pragma once
#include "files/elf_file.h"
#include "symbols/process_map.h"

#include <memory>
#include <sys/types.h>

namespace dtrace {

// The file that is mapped, even if its name is gone or means another file by now; else, where we
// may not follow map_files or the process has ended, the file of that name. The vdso is ours, which
// is that of every 64-bit process. Null: it cannot be opened, or is not an ELF object.
std::unique_ptr<ElfFile> open_mapped(pid_t process, const ProcessMap::Region &region);

} // namespace dtrace
