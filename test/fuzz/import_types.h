// The types that a damaged program has by the names of the seeds, found as the compiler looks for them.
#pragma once
#include "memory_file.h"
#include "walk_types.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace dtrace {

// Importer: CtfImporter, DwarfImporter.
template <class Importer>
void import_types(std::span<const uint8_t> bytes, std::span<const char *const> names) {
  constexpr TypeKind kinds[] = {TypeKind::Struct, TypeKind::Union, TypeKind::Enum, TypeKind::Typedef};
  static MemoryFile file;
  file.fill(bytes.data(), bytes.size());
  TypeGraph graph;
  Importer importer;
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
}

} // namespace dtrace
