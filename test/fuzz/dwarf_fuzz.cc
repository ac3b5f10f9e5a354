// Any bytes as a program with debugging data (DWARF): its types are sound.
#include "import_types.h"
#include "types/dwarf_importer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // Names of the seeds, and one that makes all units be read.
  static constexpr const char *names[] = {"list", "value",     "color",  "list_t", "walk",
                                          "head", "ns::inner", "no such"};
  dtrace::import_types<dtrace::DwarfImporter>({data, size}, names);
  return 0;
}
