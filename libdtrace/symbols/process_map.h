// Stage: symbols. The file mappings of a process, from /proc/<pid>/maps.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

struct ProcessMap {
  struct Region {
    uint64_t begin, end;
    uint64_t file_offset; // of `begin`
    uint64_t device, inode;
    std::string path; // as the process sees it; "[vdso]"
    std::string name; // last part of path
  };
  std::vector<Region> regions; // by address, none over another; anonymous memory is left out

  const Region *find(uint64_t address) const; // null: none
  void add(Region region);                    // in the place of all that it touches
};

// Whether regions of this path are kept: files, and "[vdso]".
bool is_kept_region(std::string_view path);

ProcessMap parse_process_map(std::string_view text);

} // namespace dtrace
