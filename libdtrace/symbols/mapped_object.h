// Stage: symbols. Opens what a process has mapped, as any class that reads an ELF object.
#pragma once
#include "base/pid_numbers.h"
#include "symbols/process_map.h"

#include <cinttypes>
#include <cstdio>
#include <elf.h>
#include <memory>
#include <string>
#include <sys/auxv.h>
#include <sys/types.h>

namespace dtrace {

// The file that is mapped, even if its name is gone or means another file by now; else, where we
// may not follow map_files or the process has ended, the file of that name. The vdso is ours, which is
// that of every 64-bit process.
template <class Object>
std::unique_ptr<Object> open_mapped(pid_t process, const ProcessMap::Region &region) {
  if (region.path == "[vdso]") {
    const auto *image = reinterpret_cast<const char *>(getauxval(AT_SYSINFO_EHDR));
    return image ? Object::in_memory(image, region.end - region.begin) : nullptr;
  }
  const std::string proc = shown_process_folder(process);
  char range[64];
  snprintf(range, sizeof range, "/map_files/%" PRIx64 "-%" PRIx64, region.begin, region.end);
  for (const std::string &path : {proc + range, proc + "/root" + region.path, region.path})
    if (auto object = Object::open(path))
      return object;
  return nullptr;
}

} // namespace dtrace
