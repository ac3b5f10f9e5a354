// Stage: analysis (private to the folder). Which probes the descriptions of clauses match.
#pragma once
#include "analysis/analyze.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace dtrace::analysis {

// The probes of one description of a clause. A declared probe has a match of its own, as its
// arguments are expressions that no other has.
struct Match {
  const ast::ProbeDescription *written = nullptr;
  ProbeDescription description{};
  std::vector<Probe> probes{};
  std::vector<uint32_t> late{}; // reservations: probes that it may match later, while tracing
  bool is_declared = false;
  // One a distinct argument signature; read on the first use of args[].
  std::optional<std::vector<ProbeArguments>> signatures{};
};

// Which probes the clauses' descriptions match.
struct ProbeMatches {
  std::map<uint32_t, Match> source_matches{}; // of sources of declared probes, by their id
  std::map<const ast::Clause *, std::deque<Match>> matches{};
};

} // namespace dtrace::analysis
