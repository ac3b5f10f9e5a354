// Keeps the symbol names of processes that end before their recorded addresses are printed. Costs
// nothing for a program that records no user addresses.
#pragma once
#include "analysis/manifest.h"
#include "consume/aggregation_source.h"
#include "symbolizer.h"

namespace dtrace {

class ProcessWatch {
public:
  // Keeps the references.
  ProcessWatch(const Manifest &manifest, AggregationSource &source, LiveSymbolizer &symbolizer);

  void start(std::span<const pid_t> targets); // before anything fires
  void beat();                                // to be called repeatedly; most calls do little

private:
  void remember_keys(const AggregationRecord &aggregation, const Field &field);

  const Manifest &manifest_;
  AggregationSource &source_;
  LiveSymbolizer &symbolizer_;
  bool watches_ = false;
  uint64_t last_ = 0; // ns, of reading the keys
};

} // namespace dtrace
