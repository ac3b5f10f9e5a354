// Any bytes as a program with debugging data (DWARF): its types are sound.
#include "memory_file.h"
#include "types/dwarf_importer.h"
#include "walk_types.h"

using namespace dtrace;

namespace {
constexpr TypeKind kinds[] = {TypeKind::Struct, TypeKind::Union, TypeKind::Enum, TypeKind::Typedef};
// Names of the seeds, and one that makes all units be read.
constexpr const char *names[] = {"list", "value", "color", "list_t", "walk", "head", "ns::inner", "no such"};
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static MemoryFile file;
  file.fill(data, size);
  TypeGraph graph;
  DwarfImporter importer;
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
