// Stage: consume. What leaves this stage: each record, action by action, with the tables of
// printa() and the messages about faults and drops. output/Printer prints them; the C interface may
// take them as callbacks instead. Views and tables are valid only during the call that hands them
// over.
#pragma once
#include "analysis/manifest.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dtrace {

// -F: how a record stands in the flow of calls.
enum class Flow { None, Entry, Return };

struct RecordView {
  const std::byte *data = nullptr; // the sample: dt_record, then fields at their offsets
  const ProbeRecord *probe = nullptr;
  const ClauseRecord *clause = nullptr;
  uint32_t clause_index = 0;
  uint32_t cpu = 0;
  bool silent = false; // commit() stands for the records it releases: no line of its own
  Flow flow = Flow::None;
  uint32_t indent = 0; // columns, with -F
};

// One aggregation's value for one key. words: as consume/aggregation_value.h has them, all CPUs
// merged, less what clear() took away. null: this aggregation lacks the key (prints as 0).
struct AggregationValue {
  const AggregationRecord *aggregation = nullptr;
  const int64_t *words = nullptr;
  int64_t factor = 1;  // of normalize()
  uint64_t clears = 0; // how often clear(), or trunc() of all keys, made its aggregation begin anew
};

// Rows of one or more aggregations joined on equal keys, in the order in which they are printed.
struct AggregationTable {
  struct Row {
    const AggregationRecord *layout; // whose key fields describe `key`
    const std::byte *key;
  };
  std::vector<AggregationValue> columns; // words unset
  std::vector<Row> rows;
  std::vector<const int64_t *> words; // rows × columns

  AggregationValue value(size_t row, size_t column) const {
    AggregationValue v = columns[column];
    v.words = words[row * columns.size() + column];
    return v;
  }
};

struct FaultReport {
  const ProbeRecord *probe;
  const ClauseRecord *clause;
  Span statement; // no source when the record names none
  uint32_t fault; // enum dt_fault
  uint64_t value; // the bad address
  uint32_t cpu;
};

enum class DropKind {
  Principal,
  Aggregation,
  Dynamic,
  DynamicRinse,
  DynamicDirty,
  Speculation,
  SpeculationBusy,
  SpeculationUnavailable,
  DoubleError,
  StackString,
};
struct Drop {
  DropKind kind;
  uint32_t cpu;   // of Principal and Aggregation; else 0
  uint64_t count; // since the last report
  uint64_t total;
};

class RecordHandler {
public:
  virtual ~RecordHandler() = default;
  virtual void begin_record(const RecordView &record) = 0;
  // Every action of the record but Printa, in order. index: into clause->actions. The consumer has
  // already done what is not printing (exit, clear, setopt, commit …).
  virtual void action(const RecordView &record, const ActionRecord &action, uint32_t index) = 0;
  virtual void printa(const RecordView &record, const ActionRecord &action, uint32_t index,
                      const AggregationTable &table) = 0;
  virtual void end_record(const RecordView &record) = 0;
  // After the end: an aggregation that no printa() has printed.
  virtual void aggregation_at_exit(const AggregationTable &table) = 0;
  // While tracing goes on, at the rate of -x aggpublish.
  virtual void aggregation_published(const AggregationTable &table) { aggregation_at_exit(table); }

  virtual void fault(const FaultReport &fault) = 0;
  virtual void drop(const Drop &drop) = 0;
  virtual void warning(std::string_view text) = 0; // one line, no "dtrace:", no full stop
  // A process that was traced has ended: "pid 12 has exited".
  virtual void process_ended(int /*pid*/, std::string_view text) { warning(text); }
  virtual void options_changed() = 0;              // setopt()
  virtual void flush() = 0;                        // what was read so far is handled
  virtual void end(int /*exit_status*/) {}         // nothing more will be recorded
};

} // namespace dtrace
