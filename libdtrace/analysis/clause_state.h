// Stage: analysis (private to the folder). The clause being checked.
#pragma once
#include "analysis/probe_matches.h"
#include "analysis/typed.h"

#include <cstdint>
#include <set>
#include <vector>

namespace dtrace::analysis {

struct ClauseState {
  const ast::Clause *tree = nullptr;
  typed::Clause *clause = nullptr; // null while only types are asked for
  ClauseRecord record{};
  std::vector<Match *> matches{};
  Attributes attributes{Stability::Standard, Stability::Standard, DependencyClass::Common};
  std::set<typed::Variable *> writes{};
  std::set<uint32_t> aggregates{};
  uint32_t most_argument = 0; // the greatest N of argN and args[N] that it uses
  int32_t guard = -1;       // number of the conditional arm's guard; -1: none taken
  bool conditional = false; // inside an arm: actions need a guard
  int32_t guards = 0;
  bool speculates = false, commits = false, has_data = false;
  bool arguments_differ = false; // args[] has another type in another description: split the clause
};

struct ClauseResult { // one typed clause and the probes it is for
  typed::Clause *clause;
  std::vector<const Match *> matches;
  std::set<typed::Variable *> writes;
  std::set<uint32_t> aggregates;
  uint32_t most_argument;
};

} // namespace dtrace::analysis
