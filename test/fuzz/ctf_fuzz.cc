// Any bytes as a program with type data (CTF): its types are sound.
#include "memory_file.h"
#include "types/ctf_importer.h"
#include "walk_types.h"

using namespace dtrace;

namespace {
constexpr TypeKind kinds[] = {TypeKind::Struct, TypeKind::Union, TypeKind::Enum, TypeKind::Typedef};
// Names of the seeds.
constexpr const char *names[] = {"list", "value", "color", "list_t", "walk", "head", "no such"};
} // namespace

// libctf itself forgets some hundred bytes of each damaged file (sanitizer/lsan_interface.h).
extern "C" int __lsan_is_turned_off() {
  return 1;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static MemoryFile file;
  file.fill(data, size);
  TypeGraph graph;
  CtfImporter importer;
  importer.add_object("a.out", file.path());
  TypeWalk walk;
  const auto take = [&](const Type *type) {
    if (type)
      walk.add(type);
  };
  for (const char *name : names) {
    for (const TypeKind kind : kinds)
      take(importer.find(graph, "", kind, name));
    take(importer.find_function(graph, "a.out", name));
    take(importer.find_variable(graph, "a.out", name));
  }
  walk.finish();
  return 0;
}
