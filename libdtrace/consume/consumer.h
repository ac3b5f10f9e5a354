// Stage: consume. In: samples of the ring buffer (abi/record.h), aggregations' values, drop
// counters. Out: calls of a RecordHandler. Always: records of one CPU are handled in the order of
// arrival; those of BEGIN first, speculative ones when they are committed.
//
//   Consumer consumer(manifest, names, options, printer, source);
//   … consumer.consume(sample) for what BEGIN left …   consumer.end_of_begin();
//   … consumer.consume(sample) …                       consumer.end_of_batch();  (again and again)
//   consumer.drops(cpus);                              consumer.finish();
#pragma once
#include "consume/aggregates.h"
#include "consume/drops.h"
#include "consume/flow.h"
#include "consume/handler.h"
#include "consume/recorded_names.h"
#include "consume/sample_queue.h"
#include "consume/sampled_values.h"
#include "dtrace/abi/record.h"
#include "language/options.h"

#include <array>
#include <optional>
#include <span>
#include <unordered_map>

namespace dtrace {

class Consumer {
public:
  // Keeps references to all of them. setopt() changes `options`.
  Consumer(const Manifest &manifest, const RecordedNames &names, Options &options,
           RecordHandler &handler, AggregationSource &source);

  // One sample. Until end_of_begin() only records of BEGIN are handled, others wait.
  void consume(std::span<const std::byte> sample);
  void end_of_begin();
  void end_of_batch(); // the buffer is empty for now: handle what waits, flush the handler
  // The counters as they are now; what grew since the last call is reported.
  void drops(std::span<const dt_cpu> cpus);
  // Tracing is over and the buffer empty: the aggregations that were never printed, and flush.
  void finish();
  // All aggregations as they are now, which goes on as if it had not been.
  void publish();

  Aggregates &aggregates() { return aggregates_; }
  void options_changed(); // by somebody else than setopt()

  std::optional<int> exit_status() const { return exit_status_; } // of exit(), once it was seen
  uint64_t malformed() const { return malformed_; } // samples that fit no layout (ignored)

private:
  struct ClausePlan {
    bool aggregations = false; // has actions on aggregations
    bool commits = false;
    bool is_silent = false;         // does nothing but discard: shows no line
    bool ends_speculations = false; // has commit() or discard()
  };
  struct Speculation {
    uint32_t id = 0;
    bool ended = false, committed = false;
    SampleQueue records{};
  };
  using ActionMember = void (Consumer::*)(const RecordView &, const ActionRecord &, uint32_t);
  static ActionMember carry_out(ActionKind kind);

  void deliver(std::span<const std::byte> sample, bool same_probe_follows);
  void fault(std::span<const std::byte> sample);
  void process(RecordView &record);
  void continue_firing(const RecordView &record);
  bool will_commit(const RecordView &record) const;
  void commit(uint32_t speculation);
  Speculation *speculation(uint32_t id);
  bool was_committed(uint32_t id);
  SampleQueue end_speculation(uint32_t id, bool committed);
  void end_speculations(const RecordView &record);
  static uint32_t speculation_of(const RecordView &record, const ActionRecord &action);
  void drain_flow();
  const ProbeRecord *find_probe(uint32_t id);
  void read_options();

  void hand_over(const RecordView &, const ActionRecord &, uint32_t);
  void do_exit(const RecordView &, const ActionRecord &, uint32_t);
  void do_printa(const RecordView &, const ActionRecord &, uint32_t);
  void do_clear(const RecordView &, const ActionRecord &, uint32_t);
  void do_trunc(const RecordView &, const ActionRecord &, uint32_t);
  void do_normalize(const RecordView &, const ActionRecord &, uint32_t);
  void do_denormalize(const RecordView &, const ActionRecord &, uint32_t);
  void do_setopt(const RecordView &, const ActionRecord &, uint32_t);
  void do_commit(const RecordView &, const ActionRecord &, uint32_t);
  void do_discard(const RecordView &, const ActionRecord &, uint32_t);

  const Manifest &manifest_;
  const RecordedNames &names_;
  Options &options_;
  RecordHandler &handler_;
  SampledValues values_;
  Aggregates aggregates_;
  DropCounter drops_;
  FlowIndent flow_;
  std::vector<ClausePlan> plans_;

  bool beginning_ = true;
  SampleQueue after_begin_; // not of BEGIN, until end_of_begin()
  SampleQueue flow_queue_;  // -F looks ahead
  uint32_t speculation_places_ = 1;
  std::unordered_map<uint32_t, Speculation> speculations_; // by place (abi/speculation.h)
  bool flowindent_ = false;

  // The last record with actions on aggregations: a later clause of the same firing shares its
  // snapshot.
  uint32_t firing_probe_ = 0, firing_cpu_ = 0, firing_clause_ = 0;
  bool firing_ = false;

  struct CachedProbe {
    uint32_t id = 0;
    const ProbeRecord *probe = nullptr;
  };
  std::array<CachedProbe, 256> probe_cache_{};
  std::optional<int> exit_status_;
  uint64_t malformed_ = 0, refused_ = 0;
};

} // namespace dtrace
