#include "consume/aggregation_sort.h"

#include "consume/field.h"
#include "dtrace/abi/aggregation.h"

#include <algorithm>
#include <numeric>

namespace dtrace {

namespace {
bool is_text(const Field &field) {
  return field.kind == FieldKind::String || field.kind == FieldKind::Interned;
}
bool is_memory(const Field &field) {
  return field.kind == FieldKind::Bytes || field.kind == FieldKind::Stack ||
         field.kind == FieldKind::UserStack || field.kind == FieldKind::UserAddress ||
         field.kind == FieldKind::UserStackId;
}

// What two keys of different layouts have in common when they are equal: integers widened, texts
// spelled out.
std::string join_key(const RecordedNames &names, const AggregationRecord &record,
                     const std::byte *key) {
  std::string joined;
  for (const KeyField &part : record.keys) {
    const Field &field = part.field;
    if (is_text(field)) {
      joined += read_string(field, key, names);
      joined += '\0';
    } else if (is_memory(field)) {
      joined.append(reinterpret_cast<const char *>(key) + field.offset, field.size);
    } else {
      const int64_t value = read_integer(field, key);
      joined.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
  }
  return joined;
}

template <class T> int compare(const T &a, const T &b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

class RowCompare {
public:
  RowCompare(const AggregationTable &table, const AggregationOrder &order)
      : table_(table), order_(order), columns_(table.columns.size()) {
    sort_values_.resize(table.words.size());
    for (size_t i = 0; i < sort_values_.size(); i++) {
      const AggregationRecord &record = *table.columns[i % columns_].aggregation;
      if (const int64_t *words = table.words[i])
        sort_values_[i] =
            operations_of(record.kind).sort_value(record, {words, word_count(record)});
    }
  }

  bool operator()(size_t a, size_t b) const {
    const int by_key = order_.by_key ? keys(a, b) : 0;
    int result = by_key ? by_key : values(a, b);
    if (!result && !order_.by_key)
      result = keys(a, b);
    return order_.reverse ? result > 0 : result < 0;
  }

private:
  int values(size_t a, size_t b) const {
    for (size_t i = 0; i < columns_; i++) {
      const size_t column = (i + order_.first_value) % columns_;
      const size_t x = a * columns_ + column, y = b * columns_ + column;
      if (const int result = compare(sort_values_[x], sort_values_[y]))
        return result;
      if (const int result = compare(zeros(x, column), zeros(y, column)))
        return result;
    }
    return 0;
  }

  // Zeros weigh nothing, but more of them come later.
  int64_t zeros(size_t i, size_t column) const {
    const bool quantize = table_.columns[column].aggregation->kind == AggregationKind::Quantize;
    return quantize && table_.words[i] ? table_.words[i][DT_QUANTIZE_ZERO] : 0;
  }

  int keys(size_t a, size_t b) const {
    const AggregationTable::Row &x = table_.rows[a], &y = table_.rows[b];
    const size_t count = std::min(x.layout->keys.size(), y.layout->keys.size());
    for (size_t i = 0; i < count; i++) {
      const size_t at = (i + order_.first_key) % count;
      if (const int result = key(x.layout->keys[at].field, x.key, y.layout->keys[at].field, y.key))
        return result;
    }
    return 0;
  }

  int key(const Field &x, const std::byte *x_base, const Field &y, const std::byte *y_base) const {
    if (is_text(x) && is_text(y))
      return read_string(x, x_base, order_.names)
          .compare(read_string(y, y_base, order_.names));
    if (is_memory(x) && is_memory(y))
      return memcmp(x_base + x.offset, y_base + y.offset, std::min(x.size, y.size));
    const int64_t a = read_integer(x, x_base), b = read_integer(y, y_base);
    return x.is_signed ? compare(a, b)
                       : compare(static_cast<uint64_t>(a), static_cast<uint64_t>(b));
  }

  const AggregationTable &table_;
  const AggregationOrder &order_;
  size_t columns_;
  std::vector<long double> sort_values_;
};
} // namespace

AggregationOrder::AggregationOrder(const RecordedNames &all, const Options &options)
    : names(all), by_key(options.flag("aggsortkey")), reverse(options.flag("aggsortrev")),
      first_key(options.number("aggsortkeypos")), first_value(options.number("aggsortpos")) {}

void join_rows(const RecordedNames &names, const std::vector<AggregationState *> &states,
               AggregationTable &table) {
  const size_t columns = states.size();
  std::unordered_map<std::string, size_t> row_of;
  for (size_t column = 0; column < columns; column++) {
    const AggregationRecord &record = states[column]->record();
    states[column]->each([&](const std::byte *key, const int64_t *words) {
      size_t row = table.rows.size();
      if (columns > 1)
        row = row_of.try_emplace(join_key(names, record, key), row).first->second;
      if (row == table.rows.size()) {
        table.rows.push_back({&record, key});
        table.words.resize(table.words.size() + columns);
      }
      table.words[row * columns + column] = words;
    });
  }
}

void sort_rows(AggregationTable &table, const AggregationOrder &order) {
  const size_t columns = table.columns.size();
  std::vector<size_t> places(table.rows.size());
  std::iota(places.begin(), places.end(), 0);
  const RowCompare before(table, order);
  std::ranges::stable_sort(places, [&](size_t a, size_t b) { return before(a, b); });
  AggregationTable sorted{.columns = table.columns, .rows = {}, .words = {}};
  sorted.rows.reserve(table.rows.size());
  sorted.words.reserve(table.words.size());
  for (size_t place : places) {
    sorted.rows.push_back(table.rows[place]);
    sorted.words.insert(sorted.words.end(), &table.words[place * columns],
                        &table.words[place * columns] + columns);
  }
  table = std::move(sorted);
}

} // namespace dtrace
