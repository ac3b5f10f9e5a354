#include "symbols/mapped_object.h"

#include "system/pid_numbers.h"
#include "files/open_file.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string>

namespace dtrace {

namespace {

constexpr std::string_view vdso = "[vdso]";

std::unique_ptr<ElfFile> own_vdso() {
  constexpr uint64_t most = 16 << 20;
  static const ProcessMap::Region region = [] {
    const auto text = read_kernel_file("/proc/self/maps", most);
    const ProcessMap map = parse_process_map(text.value_or(""));
    const auto found = std::ranges::find(map.regions, vdso, &ProcessMap::Region::path);
    return found == map.regions.end() ? ProcessMap::Region{} : *found;
  }();
  return ElfFile::in_memory(
      {reinterpret_cast<const uint8_t *>(region.begin), region.end - region.begin});
}

} // namespace

std::unique_ptr<ElfFile> open_mapped(pid_t process, const ProcessMap::Region &region) {
  if (region.path == vdso)
    return own_vdso();
  const std::string proc = shown_process_folder(process);
  char range[64];
  snprintf(range, sizeof range, "/map_files/%" PRIx64 "-%" PRIx64, region.begin, region.end);
  auto file = ElfFile::open({proc + range, proc + "/root" + region.path, region.path});
  return file ? std::move(*file) : nullptr;
}

} // namespace dtrace
