// Any bytes as the lines in which a JIT compiler tells of its functions: a name is found at the first and
// at the last byte of each, unless a later line took its place.
#include "symbols/jit_map.h"

#include <cstdlib>
#include <unistd.h>

using namespace dtrace;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  JitMap map;
  const std::string_view text(reinterpret_cast<const char *>(data), size);
  // In two parts, as a file that grows.
  const size_t half = text.substr(0, size / 2).rfind('\n') + 1;
  map.add(text.substr(0, half));
  map.add(text.substr(half));
  for (size_t at = 0; at < size;) {
    const uint64_t address = strtoull(std::string(text.substr(at, 24)).c_str(), nullptr, 16);
    for (const uint64_t place : {address, address + 1, address - 1}) {
      const auto found = map.find(getpid(), place);
      if (found && (found->name.empty() || found->name.find('\n') != found->name.npos))
        abort();
    }
    at = std::min(text.find('\n', at), size) + 1;
  }
  return 0;
}
