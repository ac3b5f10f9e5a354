// Stage: providers. Places in programs that only the debugging data know: lines of the source, and the
// copies of functions that were inlined.
//     pid$target:a.out:server.c:123        pid$target:a.out:inlined_function:entry
#pragma once
#include "providers/function_pattern.h"
#include "symbols/source_places.h"

#include <span>
#include <string>
#include <vector>

namespace dtrace {

// The addresses that one probe fires at; none: the data know nothing of it. `function` has no globs.
// D_PROC_NAME: the source has no code in that line, or the function that is inlined has no such probe.
Result<std::vector<uint64_t>> source_places(SourcePlaces &source, const FunctionPattern &function,
                                            const std::string &name);

// Where in the file those addresses lie that the kernel can trace; of another, `refused` says why not.
std::vector<uint64_t> traceable_offsets(const ElfFunctions &object,
                                        std::span<const uint64_t> addresses, const char *&refused);

// Provider::note of such a probe.
std::string note_of_places(const std::string &name, size_t count);

} // namespace dtrace
