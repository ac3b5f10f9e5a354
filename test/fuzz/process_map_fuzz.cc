// Any bytes as /proc/PID/maps: a region that is found holds the address; regions that are added one by
// one, as the kernel tells of them, never overlap.
#include "symbols/process_map.h"

#include <cstdlib>

using namespace dtrace;

namespace {

void check(const ProcessMap &map, uint64_t address) {
  const ProcessMap::Region *region = map.find(address);
  if (region && (address >= region->end || region->path.empty()))
    abort();
}

void check_order(const ProcessMap &map) {
  uint64_t end = 0;
  for (const ProcessMap::Region &region : map.regions) {
    if (region.begin >= region.end || region.begin < end)
      abort();
    end = region.end;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const ProcessMap map = parse_process_map({reinterpret_cast<const char *>(data), size});
  ProcessMap added;
  for (const ProcessMap::Region &region : map.regions) {
    added.add(region);
    check_order(added);
  }
  check_order(map);
  for (const ProcessMap::Region &region : map.regions)
    for (const uint64_t address : {region.begin, region.end, region.end - 1})
      check(map, address), check(added, address);
  return 0;
}
