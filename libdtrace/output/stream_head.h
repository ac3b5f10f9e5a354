// Stage: output. The first and the last object of a stream (man/dtrace-stream.5).
#pragma once
#include "analysis/manifest.h"
#include "consume/handler.h"
#include "language/options.h"
#include "output/json_text.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace dtrace {

inline constexpr int kStreamVersion = 1;

// What of a program is told to readers.
struct StreamProgram {
  std::string name; // the script's path, or "" of the command line
  std::string hash; // of its text: the same text has the same one
};
std::string text_hash(std::string_view text); // 16 digits

void put_stream_head(JsonObject &object, const Manifest &manifest, const Options &options,
                     const std::vector<StreamProgram> &programs);

struct StreamTotals {
  uint64_t firings = 0, errors = 0;
  std::array<uint64_t, 10> drops{}; // by DropKind
};
void put_stream_end(JsonObject &object, const StreamTotals &totals, int exit_status);

} // namespace dtrace
