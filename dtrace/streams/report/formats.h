// dtrace-report. Stacks in the formats of other programs: folded lines (flamegraph.pl and what
// reads its input), speedscope's JSON (https://www.speedscope.app/file-format-schema.json), and
// pprof's protobuf (github.com/google/pprof, proto/profile.proto), which may lack gzip.
#pragma once
#include "report/recording.h"

#include <string>
#include <vector>

namespace dtrace::stream {

using Flames = std::vector<const Flame *>;

std::string full_name(const FrameName &name); // module`name
std::string folded(const Flames &flames);
std::string speedscope(const Flames &flames);
// Of one. start: wall clock, ns.
std::string pprof(const Flame &flame, int64_t start);

} // namespace dtrace::stream
