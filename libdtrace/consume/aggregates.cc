#include "consume/aggregates.h"

#include "consume/aggregation_sort.h"
#include "consume/aggregation_state.h"

namespace dtrace {

Aggregates::Aggregates(const Manifest &manifest, const RecordedNames &names, const Options &options,
                       AggregationSource &source)
    : names_(names), options_(options), source_(source) {
  for (const AggregationRecord &record : manifest.aggregations)
    states_.push_back(std::make_unique<AggregationState>(names, record));
  for (const ClauseRecord &clause : manifest.clauses)
    for (const ActionRecord &action : clause.actions)
      if (action.kind == ActionKind::Clear || action.kind == ActionKind::Trunc)
        for (uint32_t aggregation : action.aggregations)
          states_[aggregation]->plan_reset(action.kind == ActionKind::Trunc);
}

Aggregates::~Aggregates() = default;

void Aggregates::begin_firing() {
  epoch_open_ = false;
}

// Values whose stamp matters are read here together, whether or not this firing asks for them. The
// sums first: what comes between their reading and the new generation differs from what was read.
// The extremes before and after: an update in the new generation overwrites what was there, so it
// must have been read; one that came in between is still there after.
void Aggregates::start_epoch() {
  epoch_++;
  epoch_open_ = true;
  bool advance = false;
  for (const auto &state : states_)
    advance |= state->needs_generation();
  if (!advance)
    return;
  for (const auto &state : states_)
    if (state->needs_generation() || state->is_extreme())
      state->read(source_, epoch_);
  generation_ = source_.advance_generation();
  for (const auto &state : states_)
    if (state->is_extreme())
      state->read_before(source_, generation_);
}

AggregationState &Aggregates::snapshot(uint32_t aggregation) {
  if (!epoch_open_)
    start_epoch();
  AggregationState &state = *states_[aggregation];
  if (state.epoch() != epoch_)
    state.read(source_, epoch_);
  return state;
}

const AggregationTable &Aggregates::table(std::span<const uint32_t> aggregations) {
  std::vector<AggregationState *> states;
  table_ = {};
  for (uint32_t aggregation : aggregations) {
    AggregationState &state = snapshot(aggregation);
    state.show();
    states.push_back(&state);
    table_.columns.push_back({&state.record(), nullptr, state.factor, state.clears});
  }
  join_rows(names_, states, table_);
  sort_rows(table_, AggregationOrder(names_, options_));
  return table_;
}

// A reset that no clause announced (another interface's): its snapshot was taken without a new
// generation, so a new one is taken.
AggregationState &Aggregates::snapshot_for_reset(uint32_t aggregation, bool trunc) {
  AggregationState &state = *states_[aggregation];
  const bool planned = state.needs_generation();
  state.plan_reset(trunc);
  if (state.needs_generation() && !planned)
    epoch_open_ = false;
  return snapshot(aggregation);
}

void Aggregates::clear(uint32_t aggregation) {
  snapshot_for_reset(aggregation, false).clear(generation_);
}

void Aggregates::trunc(uint32_t aggregation, std::optional<int64_t> keep) {
  AggregationState &state = snapshot_for_reset(aggregation, true);
  if (!keep)
    return state.trunc_all(generation_);
  // By value, whatever the options say of printing.
  state.show();
  table_ = {};
  table_.columns.push_back({&state.record(), nullptr, 1});
  join_rows(names_, {&state}, table_);
  sort_rows(table_, AggregationOrder(names_));
  const size_t count = table_.rows.size();
  const uint64_t asked = *keep < 0 ? -static_cast<uint64_t>(*keep) : static_cast<uint64_t>(*keep);
  const size_t kept = std::min<uint64_t>(asked, count);
  const size_t first = *keep < 0 ? kept : 0, last = *keep < 0 ? count : count - kept;
  for (size_t row = first; row < last; row++)
    state.trunc_shown(table_.words[row], generation_);
}

void Aggregates::expect_resets() {
  if (resets_expected_)
    return;
  resets_expected_ = true;
  for (const auto &state : states_)
    state->plan_reset(true);
  begin_firing();
}

void Aggregates::clear_row(uint32_t aggregation, const int64_t *words) {
  states_[aggregation]->clear_shown(words, generation_);
}

void Aggregates::trunc_row(uint32_t aggregation, const int64_t *words) {
  states_[aggregation]->trunc_shown(words, generation_);
}

void Aggregates::normalize(uint32_t aggregation, int64_t factor) {
  if (factor != 0)
    states_[aggregation]->factor = factor;
}

void Aggregates::denormalize(uint32_t aggregation) {
  states_[aggregation]->factor = 1;
}

void Aggregates::set_printed(uint32_t aggregation) {
  states_[aggregation]->printed = true;
}

bool Aggregates::was_printed(uint32_t aggregation) const {
  return states_[aggregation]->printed;
}

} // namespace dtrace
