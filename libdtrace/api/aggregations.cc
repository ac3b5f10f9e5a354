// Stage: api. Snapshots of aggregations and walks over them.
#include "api/handle.h"

#include <algorithm>

using namespace dtrace;

namespace {

int check_tracing(dtrace_hdl &handle) {
  return handle.tracing() ? 0 : handle.fail(EDT_STATE, "tracing has not begun");
}

Aggregates &aggregates_of(dtrace_hdl &handle) {
  Aggregates &aggregates = handle.session.consumer().aggregates();
  aggregates.expect_resets();
  return aggregates;
}

RowList rows_of(dtrace_hdl &handle, Aggregates &aggregates) {
  const Manifest &manifest = handle.session.manifest();
  RowList list(&handle, handle.session.names(), handle.session.symbolizer());
  for (const AggregationRecord &aggregation : manifest.aggregations) {
    const AggregationTable &table = aggregates.table({&aggregation.index, 1});
    for (size_t row = 0; row < table.rows.size(); row++)
      list.add(table.value(row, 0), table.rows[row]);
  }
  return list;
}

// What the callback answered, done to a row. False: stop.
bool obey(Aggregates &aggregates, const AggregationRow &row, int answer) {
  const AggregationValue &value = row.value;
  if (answer == DTRACE_AGGWALK_CLEAR && value.words)
    aggregates.clear_row(value.aggregation->index, value.words);
  if (answer == DTRACE_AGGWALK_REMOVE && value.words)
    aggregates.trunc_row(value.aggregation->index, value.words);
  return answer == DTRACE_AGGWALK_NEXT || answer == DTRACE_AGGWALK_CLEAR ||
         answer == DTRACE_AGGWALK_REMOVE;
}

int aborted(dtrace_hdl &handle) {
  return handle.fail(EDT_ABORT, error_meaning(EDT_ABORT));
}

template <class Sort>
int walk(dtrace_hdl_t *dtp, dtrace_aggregate_f *callback, void *arg, Sort &&sort) {
  return guarded_outside(dtp, -1, [&] {
    if (check_tracing(*dtp) != 0)
      return -1;
    if (!callback)
      return dtp->fail(EDT_BADARG, "the callback is NULL");
    Aggregates &aggregates = aggregates_of(*dtp);
    RowList list = rows_of(*dtp, aggregates);
    sort(list);
    const InCallback busy(*dtp);
    for (const auto &row : list.rows)
      if (!obey(aggregates, *row, callback(&row->data, arg)))
        return aborted(*dtp);
    return 0;
  });
}

int walk_in_order(dtrace_hdl_t *dtp, dtrace_aggregate_f *callback, void *arg, RowOrder order) {
  return walk(dtp, callback, arg, [&](RowList &list) { sort_rows(list, order); });
}

int walk_joined(dtrace_hdl &handle, std::span<const uint32_t> ids,
                dtrace_aggregate_walk_joined_f *callback, void *arg) {
  Aggregates &aggregates = aggregates_of(handle);
  const AggregationTable table = aggregates.table(ids);
  const InCallback busy(handle);
  std::vector<const dtrace_aggdata_t *> data(ids.size());
  for (size_t row = 0; row < table.rows.size(); row++) {
    RowList list(&handle, handle.session.names(), handle.session.symbolizer());
    for (size_t column = 0; column < ids.size(); column++) {
      list.add(table.value(row, column), table.rows[row]);
      data[column] = &list.rows[column]->data;
    }
    const int answer = callback(data.data(), data.size(), arg);
    for (const auto &value : list.rows)
      if (!obey(aggregates, *value, answer))
        return aborted(handle);
  }
  return 0;
}

// Rows of one aggregation after the other, in the order of a walk.
struct Collected {
  std::vector<AggregationTable> tables;
};

int collect(const dtrace_aggdata_t *data, void *arg) {
  // data is the first member of its row.
  const auto &row = *reinterpret_cast<const AggregationRow *>(data);
  auto &tables = static_cast<Collected *>(arg)->tables;
  if (tables.empty() || tables.back().columns[0].aggregation != row.value.aggregation) {
    AggregationValue column = row.value;
    column.words = nullptr;
    tables.push_back({.columns = {column}, .rows = {}, .words = {}});
  }
  tables.back().rows.push_back(row.key);
  tables.back().words.push_back(row.value.words);
  return DTRACE_AGGWALK_NEXT;
}
static_assert(offsetof(AggregationRow, data) == 0);

int print(dtrace_hdl_t *dtp, FILE *output, dtrace_aggregate_walk_f *walk) {
  if (check_tracing(*dtp) != 0 || !dtp->aim(output))
    return -1;
  if (!walk) {
    dtp->session.print_aggregations();
  } else {
    Collected collected;
    if (walk(dtp, collect, &collected) != 0)
      return -1;
    for (const AggregationTable &table : collected.tables)
      dtp->callbacks.aggregation_at_exit(table);
    dtp->callbacks.flush();
  }
  return dtp->output.flush() ? 0 : dtp->output_failed();
}

template <class Change> int change(dtrace_hdl_t *dtp, uint32_t id, Change &&change) {
  return guarded_outside(dtp, -1, [&] {
    if (check_tracing(*dtp) != 0)
      return -1;
    if (id >= dtp->session.manifest().aggregations.size())
      return dtp->fail(EDT_BADARG, "there is no such aggregation");
    change(aggregates_of(*dtp));
    return 0;
  });
}

} // namespace

extern "C" {

int dtrace_aggregate_snap(dtrace_hdl_t *dtp) {
  return guarded_outside(dtp, -1, [&] {
    if (check_tracing(*dtp) != 0)
      return -1;
    Aggregates &aggregates = aggregates_of(*dtp);
    aggregates.begin_firing();
    for (const AggregationRecord &aggregation : dtp->session.manifest().aggregations)
      aggregates.table({&aggregation.index, 1});
    return 0;
  });
}

int dtrace_aggregate_walk(dtrace_hdl_t *dtp, dtrace_aggregate_f *callback, void *arg) {
  return walk(dtp, callback, arg, [](RowList &) {});
}

#define WALK(name, by_key, separately, reverse)                                                    \
  int dtrace_aggregate_walk_##name(dtrace_hdl_t *dtp, dtrace_aggregate_f *callback, void *arg) {   \
    return walk_in_order(dtp, callback, arg, {by_key, separately, reverse});                       \
  }
WALK(keysorted, true, true, false)
WALK(valsorted, false, true, false)
WALK(keyvarsorted, true, false, false)
WALK(valvarsorted, false, false, false)
WALK(keyrevsorted, true, true, true)
WALK(valrevsorted, false, true, true)
WALK(keyvarrevsorted, true, false, true)
WALK(valvarrevsorted, false, false, true)
#undef WALK

int dtrace_aggregate_walk_sorted(dtrace_hdl_t *dtp, dtrace_aggregate_compare_f *compare,
                                 dtrace_aggregate_f *callback, void *arg) {
  return walk(dtp, compare ? callback : nullptr, arg, [&](RowList &list) {
    std::ranges::stable_sort(list.rows, [&](const auto &a, const auto &b) {
      return compare(&a->data, &b->data, arg) < 0;
    });
  });
}

int dtrace_aggregate_walk_joined(dtrace_hdl_t *dtp, const uint32_t *ids, size_t count,
                                 dtrace_aggregate_walk_joined_f *callback, void *arg) {
  return guarded_outside(dtp, -1, [&] {
    if (check_tracing(*dtp) != 0)
      return -1;
    const size_t known = dtp->session.manifest().aggregations.size();
    if (!ids || !count || !callback ||
        std::any_of(ids, ids + count, [&](uint32_t id) { return id >= known; }))
      return dtp->fail(EDT_BADARG, "the callback is NULL, or there is no such aggregation");
    return walk_joined(*dtp, {ids, count}, callback, arg);
  });
}

int dtrace_aggregate_lookup(dtrace_hdl_t *dtp, const char *name, uint32_t *id) {
  return guarded(dtp, -1, [&] {
    if (!name || !id)
      return dtp->fail(EDT_BADARG, "the name or the place for the id is NULL");
    if (dtp->phase == dtrace_hdl::Phase::Compiling)
      return dtp->fail(EDT_STATE, "the programs are not enabled yet");
    for (const AggregationRecord &aggregation : dtp->session.manifest().aggregations)
      if (aggregation.name == name)
        return *id = aggregation.index, 0;
    return dtp->fail(EDT_BADARG, format("there is no aggregation @%s", name).c_str());
  });
}

int dtrace_aggregate_clear(dtrace_hdl_t *dtp, uint32_t id) {
  return change(dtp, id, [&](Aggregates &aggregates) { aggregates.clear(id); });
}

int dtrace_aggregate_trunc(dtrace_hdl_t *dtp, uint32_t id, int64_t keep) {
  return change(dtp, id, [&](Aggregates &aggregates) {
    aggregates.trunc(id, keep ? std::optional<int64_t>(keep) : std::nullopt);
  });
}

int dtrace_aggregate_normalize(dtrace_hdl_t *dtp, uint32_t id, int64_t factor) {
  if (dtp && factor == 0)
    return guarded(dtp, -1, [&] { return dtp->fail(EDT_BADARG, "the factor is 0"); });
  return change(dtp, id, [&](Aggregates &aggregates) { aggregates.normalize(id, factor); });
}

int dtrace_aggregate_print(dtrace_hdl_t *dtp, FILE *output, dtrace_aggregate_walk_f *walk) {
  return guarded_outside(dtp, -1, [&] { return print(dtp, output, walk); });
}
}
