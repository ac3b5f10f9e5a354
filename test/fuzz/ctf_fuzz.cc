// Any bytes as a program with type data (CTF): its types are sound.
#include "import_types.h"
#include "types/ctf_importer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // Names of the seeds.
  static constexpr const char *names[] = {"list", "value", "color", "list_t", "walk", "head", "no such"};
  dtrace::import_types<dtrace::CtfImporter>({data, size}, names);
  return 0;
}
