#include "consume/consumer.h"

#include "consume/field.h"

namespace dtrace {

namespace {
bool is_done(const RecordView &record, const ActionRecord &action) {
  return action.guard < 0 || std::to_integer<uint8_t>(record.data[action.guard]) != 0;
}

dt_record header_of(std::span<const std::byte> sample) {
  return load<dt_record>(sample.data());
}

// -F: how much may wait for its successor.
constexpr size_t flow_queue_limit = 1 << 20;
} // namespace

Consumer::Consumer(const Manifest &manifest, const RecordedNames &names, Options &options,
                   RecordHandler &handler, AggregationSource &source)
    : manifest_(manifest), names_(names), options_(options), handler_(handler),
      values_(manifest, options, source), aggregates_(manifest, names, options, values_) {
  for (const ClauseRecord &clause : manifest.clauses) {
    ClausePlan plan;
    bool only_discards = true;
    for (const ActionRecord &action : clause.actions) {
      plan.aggregations |= has(action.kind, of_aggregations);
      plan.commits |= action.kind == ActionKind::Commit;
      plan.ends_speculations |= has(action.kind, ends_speculation);
      only_discards &= action.kind == ActionKind::Discard;
    }
    plan.is_silent = only_discards && !clause.actions.empty();
    plans_.push_back(plan);
  }
  read_options();
}

void Consumer::read_options() {
  flowindent_ = options_.flag("flowindent");
  speculation_places_ = options_.number("nspec");
}

void Consumer::options_changed() {
  read_options();
  handler_.options_changed();
}

void Consumer::consume(std::span<const std::byte> sample) {
  if (sample.size() < sizeof(dt_record)) {
    malformed_++;
    return;
  }
  if (beginning_ && header_of(sample).probe != manifest_.begin_probe) {
    after_begin_.push(sample);
  } else if (flowindent_) {
    flow_queue_.push(sample);
    if (flow_queue_.bytes() > flow_queue_limit)
      drain_flow();
  } else {
    deliver(sample, false);
  }
}

void Consumer::end_of_begin() {
  if (!beginning_)
    return;
  beginning_ = false;
  SampleQueue waiting = std::move(after_begin_);
  for (size_t i = 0; i < waiting.size(); i++)
    consume(waiting[i]);
}

void Consumer::end_of_batch() {
  drain_flow();
  firing_ = false;
  handler_.flush();
}

void Consumer::drops(std::span<const dt_cpu> cpus) {
  drops_.report(cpus, handler_);
  if (const uint64_t all = values_.refused(); all != refused_) {
    handler_.drop({DropKind::Aggregation, 0, all - refused_, all});
    refused_ = all;
  }
}

void Consumer::finish() {
  end_of_begin();
  drain_flow();
  firing_ = false;
  aggregates_.begin_firing();
  for (const AggregationRecord &aggregation : manifest_.aggregations) {
    if (aggregates_.was_printed(aggregation.index))
      continue;
    const AggregationTable &table = aggregates_.table(std::span(&aggregation.index, 1));
    if (!table.rows.empty())
      handler_.aggregation_at_exit(table);
  }
  handler_.flush();
}

void Consumer::publish() {
  firing_ = false;
  aggregates_.begin_firing();
  for (const AggregationRecord &aggregation : manifest_.aggregations) {
    const AggregationTable &table = aggregates_.table(std::span(&aggregation.index, 1));
    if (!table.rows.empty())
      handler_.aggregation_published(table);
  }
}

void Consumer::drain_flow() {
  if (flow_queue_.empty())
    return;
  SampleQueue queue = std::move(flow_queue_);
  flow_queue_ = {};
  // From the end: whether the next record of a CPU is of the same probe by a later clause.
  std::vector<bool> follows(queue.size());
  std::unordered_map<uint32_t, dt_record> next;
  for (size_t i = queue.size(); i-- > 0;) {
    const dt_record header = header_of(queue[i]);
    if (header.clause == DT_RECORD_ERROR || header.clause == DT_RECORD_UPDATE)
      continue;
    const auto later = next.find(header.cpu);
    follows[i] = later != next.end() && later->second.probe == header.probe &&
                 later->second.clause > header.clause;
    next[header.cpu] = header;
  }
  for (size_t i = 0; i < queue.size(); i++)
    deliver(queue[i], follows[i]);
}

const ProbeRecord *Consumer::find_probe(uint32_t id) {
  CachedProbe &cached = probe_cache_[id % probe_cache_.size()];
  if (cached.probe && cached.id == id)
    return cached.probe;
  if (const ProbeRecord *probe = names_.probe(id))
    cached = {id, probe};
  else
    return nullptr;
  return cached.probe;
}

void Consumer::deliver(std::span<const std::byte> sample, bool same_probe_follows) {
  const dt_record header = header_of(sample);
  if (header.clause == DT_RECORD_ERROR)
    return fault(sample);
  if (header.clause == DT_RECORD_UPDATE) {
    malformed_ += !values_.add(sample);
    return;
  }
  RecordView record{.data = sample.data(),
                    .probe = find_probe(header.probe),
                    .clause_index = header.clause,
                    .cpu = header.cpu};
  if (!record.probe || header.clause >= manifest_.clauses.size() ||
      sample.size() < manifest_.clauses[header.clause].size) {
    malformed_++;
    return;
  }
  record.clause = &manifest_.clauses[header.clause];
  if (record.clause->speculation >= 0) {
    const uint32_t id = load<uint32_t>(record.data + record.clause->speculation);
    if (id && !was_committed(id)) {
      if (Speculation *its = speculation(id); its && !its->ended)
        its->records.push(sample);
      if (plans_[header.clause].ends_speculations)
        end_speculations(record);
      return;
    }
  }
  if (flowindent_)
    flow_.place(record, same_probe_follows);
  process(record);
}

void Consumer::fault(std::span<const std::byte> sample) {
  if (sample.size() < sizeof(dt_error_record)) {
    malformed_++;
    return;
  }
  const dt_error_record error = load<dt_error_record>(sample.data());
  const ProbeRecord *probe = find_probe(error.record.probe);
  if (!probe || error.clause >= manifest_.clauses.size()) {
    malformed_++;
    return;
  }
  const ClauseRecord &clause = manifest_.clauses[error.clause];
  const Span statement =
      error.action < clause.statements.size() ? clause.statements[error.action] : Span{};
  handler_.fault({probe, &clause, statement, error.fault, error.value, error.record.cpu});
}

void Consumer::process(RecordView &record) {
  const ClausePlan &plan = plans_[record.clause_index];
  if (plan.aggregations)
    continue_firing(record);
  record.silent = plan.is_silent || (plan.commits && will_commit(record));
  handler_.begin_record(record);
  const std::vector<ActionRecord> &actions = record.clause->actions;
  for (uint32_t i = 0; i < actions.size(); i++)
    if (is_done(record, actions[i]))
      (this->*carry_out(actions[i].kind))(record, actions[i], i);
  handler_.end_record(record);
}

void Consumer::continue_firing(const RecordView &record) {
  const bool same = firing_ && firing_probe_ == record.probe->id && firing_cpu_ == record.cpu &&
                    firing_clause_ < record.clause_index;
  if (!same)
    aggregates_.begin_firing();
  firing_ = true;
  firing_probe_ = record.probe->id;
  firing_cpu_ = record.cpu;
  firing_clause_ = record.clause_index;
}

bool Consumer::will_commit(const RecordView &record) const {
  for (const ActionRecord &action : record.clause->actions)
    if (action.kind == ActionKind::Commit && is_done(record, action))
      return true;
  return false;
}

Consumer::ActionMember Consumer::carry_out(ActionKind kind) {
  static constexpr ActionMember members[] = {
#define ACTION(kind, effect, traits, check, make, consume, ...) &Consumer::consume,
#include "language/actions.def"
  };
  return members[static_cast<size_t>(kind)];
}

void Consumer::hand_over(const RecordView &record, const ActionRecord &action, uint32_t index) {
  handler_.action(record, action, index);
}

void Consumer::do_exit(const RecordView &record, const ActionRecord &action, uint32_t index) {
  exit_status_ =
      action.fields.empty() ? 0 : static_cast<int>(read_integer(action.fields[0], record.data));
  handler_.action(record, action, index);
}

void Consumer::do_printa(const RecordView &record, const ActionRecord &action, uint32_t index) {
  handler_.printa(record, action, index, aggregates_.table(action.aggregations));
  for (uint32_t aggregation : action.aggregations)
    aggregates_.set_printed(aggregation);
}

void Consumer::do_clear(const RecordView &record, const ActionRecord &action, uint32_t index) {
  for (uint32_t aggregation : action.aggregations)
    aggregates_.clear(aggregation);
  handler_.action(record, action, index);
}

void Consumer::do_trunc(const RecordView &record, const ActionRecord &action, uint32_t index) {
  std::optional<int64_t> keep;
  if (!action.fields.empty())
    keep = read_integer(action.fields[0], record.data);
  for (uint32_t aggregation : action.aggregations)
    aggregates_.trunc(aggregation, keep);
  handler_.action(record, action, index);
}

void Consumer::do_normalize(const RecordView &record, const ActionRecord &action, uint32_t index) {
  const int64_t factor = action.fields.empty() ? 1 : read_integer(action.fields[0], record.data);
  for (uint32_t aggregation : action.aggregations)
    aggregates_.normalize(aggregation, factor);
  handler_.action(record, action, index);
}

void Consumer::do_denormalize(const RecordView &record, const ActionRecord &action,
                              uint32_t index) {
  for (uint32_t aggregation : action.aggregations)
    aggregates_.denormalize(aggregation);
  handler_.action(record, action, index);
}

void Consumer::do_setopt(const RecordView &record, const ActionRecord &action, uint32_t index) {
  const auto text = [&](size_t n, const char *none) {
    return n < action.fields.size()
               ? std::string(read_string(action.fields[n], record.data, names_))
               : std::string(none);
  };
  const std::string option = text(0, ""), value = text(1, "1");
  const OptionRow *row = find_option(option);
  const char *reason = nullptr;
  if (!row)
    reason = "Invalid option name";
  else if (row->time != OptionTime::Dynamic)
    reason = "Operation illegal when tracing is active";
  else if (!options_.set(option, value, record.clause->span))
    reason = "Invalid value for specified option";
  if (reason) {
    const ProbeRecord &probe = *record.probe;
    handler_.warning("error on enabled probe ID " + std::to_string(record.clause->number) +
                     " (ID " + std::to_string(probe.id) + ": " + probe.provider + ":" +
                     probe.module + ":" + probe.function + ":" + probe.name +
                     "): couldn't set option \"" + option + "\" to \"" + value + "\": " + reason);
    return;
  }
  options_changed();
  handler_.action(record, action, index);
}

// 0: it was not active, and nothing ends.
uint32_t Consumer::speculation_of(const RecordView &record, const ActionRecord &action) {
  return action.fields.empty() ? 0 : read_integer(action.fields[0], record.data);
}

void Consumer::do_commit(const RecordView &record, const ActionRecord &action, uint32_t index) {
  handler_.action(record, action, index);
  commit(speculation_of(record, action));
}

void Consumer::do_discard(const RecordView &record, const ActionRecord &action, uint32_t index) {
  end_speculation(speculation_of(record, action), false);
  handler_.action(record, action, index);
}

// The released records come where the commit stands, each as a record of its own.
void Consumer::commit(uint32_t id) {
  const SampleQueue queue = end_speculation(id, true);
  for (size_t i = 0; i < queue.size(); i++) {
    const dt_record header = header_of(queue[i]);
    RecordView released{.data = queue[i].data(),
                        .probe = find_probe(header.probe),
                        .clause = &manifest_.clauses[header.clause],
                        .clause_index = header.clause,
                        .cpu = header.cpu};
    if (flowindent_)
      flow_.place(released, false);
    process(released);
  }
}

// Null: its place was given to another one since.
Consumer::Speculation *Consumer::speculation(uint32_t id) {
  Speculation &its = speculations_[(id - 1) % speculation_places_];
  if (id < its.id)
    return nullptr;
  if (id > its.id) // whatever is left of the one before lost its commit()
    its = {.id = id};
  return &its;
}

// Then its records that were in the making when the commit was recorded still belong to it.
bool Consumer::was_committed(uint32_t id) {
  const Speculation *its = speculation(id);
  return its && its->ended && its->committed;
}

SampleQueue Consumer::end_speculation(uint32_t id, bool committed) {
  Speculation *its = id ? speculation(id) : nullptr;
  if (!its || its->ended)
    return {};
  its->ended = true;
  its->committed = committed;
  return std::exchange(its->records, {});
}

// Of a record that is itself speculative: done now, not when it is released.
//     BEGIN { speculate(self->id); commit(self->id); }
void Consumer::end_speculations(const RecordView &record) {
  for (const ActionRecord &action : record.clause->actions) {
    if (!is_done(record, action) || !has(action.kind, ends_speculation))
      continue;
    const uint32_t id = speculation_of(record, action);
    if (action.kind == ActionKind::Commit)
      commit(id);
    else
      end_speculation(id, false);
  }
}

} // namespace dtrace
