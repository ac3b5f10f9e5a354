#include "export/metrics.h"

#include "reader/wrap.h"

#include <algorithm>
#include <cstdlib>

namespace dtrace::stream {

namespace {
constexpr size_t kMostFamilies = 1000, kMostLabels = 64, kLongestLabel = 1024;

struct FunctionRow {
  std::string_view function;
  MetricKind kind;
};
constexpr FunctionRow functions[] = {
    {"count", MetricKind::Counter},
    {"sum", MetricKind::Gauge},
    {"min", MetricKind::Gauge},
    {"max", MetricKind::Gauge},
    {"avg", MetricKind::Summary},
    {"stddev", MetricKind::Summary},
    {"quantize", MetricKind::Histogram},
    {"lquantize", MetricKind::Histogram},
    {"llquantize", MetricKind::Histogram},
};

// Keys of which each new one is a time series that nobody needs.
constexpr std::string_view fleeting[] = {"pid",  "tid",        "ppid",          "timestamp",
                                         "arg0", "vtimestamp", "walltimestamp", "curthread"};

bool is_extreme(const Family &family) {
  return family.function == "min" || family.function == "max";
}

// An expression's text as a name that metrics and labels may have: what else it holds is one `_`.
std::string identifier(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_word)
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (name.ends_with('_'))
    name.pop_back();
  return name;
}

// Each once, and none that Prometheus keeps for itself.
std::vector<std::string> label_names(const Json &description) {
  std::vector<std::string> names;
  for (const Json &key : list(description, "keys").GetArray()) {
    const std::string source = text(key, "source");
    std::string name = source.starts_with('"') ? "" : identifier(source);
    if (name.empty() || (name[0] >= '0' && name[0] <= '9') || name == "le" || name == "quantile" ||
        name == "overflow" || std::ranges::find(names, name) != names.end())
      name = "key" + std::to_string(names.size() + 1) + (name.empty() ? "" : "_" + name);
    names.push_back(name);
  }
  return names;
}

std::string label_text(const Json &key) {
  std::string text = value_text(key);
  if (text.size() <= kLongestLabel)
    return text;
  size_t end = kLongestLabel;
  while (end && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80)
    end--;
  return text.substr(0, end);
}

// Adds to the whole what came since the last emission. A value that is gone and back, or has fallen
// without a clear(), began anew, too: trunc() leaves rows out one by one.
void advance(MetricRow &row, const std::map<uint32_t, int64_t> &values, long double squares,
             int64_t clears, bool may_fall) {
  bool anew = clears != row.clears || !row.present;
  for (const auto &[part, value] : row.last) {
    const auto now = values.find(part);
    anew |= !may_fall && (now == values.end() ? 0 : now->second) < value;
  }
  for (const auto &[part, value] : values) {
    const auto before = row.last.find(part);
    int64_t &whole = row.whole[part];
    whole = plus(whole, anew || before == row.last.end() ? value : minus(value, before->second));
  }
  row.squares += anew ? squares : squares - row.last_squares;
  row.last_squares = squares;
  row.last = values;
  row.clears = clears;
}

void merge(std::map<uint32_t, int64_t> &into, const std::map<uint32_t, int64_t> &values,
           const Family &family) {
  for (const auto &[part, value] : values) {
    const auto [known, is_new] = into.try_emplace(part, value);
    if (is_new)
      continue;
    known->second = family.function == "min"   ? std::min(known->second, value)
                    : family.function == "max" ? std::max(known->second, value)
                                               : plus(known->second, value);
  }
}
} // namespace

int64_t MetricRow::part(uint32_t which) const {
  const auto found = whole.find(which);
  return found == whole.end() ? 0 : found->second;
}

int64_t MetricRow::total() const {
  int64_t sum = 0;
  for (const auto &[part, value] : whole)
    sum = plus(sum, value);
  return sum;
}

std::vector<std::pair<std::string, std::string>> Family::labels_of(const MetricRow &row) const {
  if (row.labels.size() != labels.size())
    return {{"overflow", "true"}};
  std::vector<std::pair<std::string, std::string>> pairs;
  for (size_t i = 0; i < labels.size(); i++)
    pairs.emplace_back(labels[i], row.labels[i]);
  return pairs;
}

std::vector<std::pair<int64_t, int64_t>> Family::up_to(const MetricRow &row) const {
  std::vector<std::pair<int64_t, int64_t>> sums;
  int64_t sum = 0;
  auto next = row.whole.begin();
  for (const auto &[bucket, bound] : bounds) {
    for (; next != row.whole.end() && next->first <= bucket; ++next)
      sum = plus(sum, next->second);
    sums.emplace_back(bound, sum);
  }
  return sums;
}

void Family::each_row(const std::function<void(const MetricRow &row)> &take) const {
  for (const auto &[joined, row] : rows)
    take(row);
  if (overflow)
    take(*overflow);
}

void Metrics::refuse(const std::string &aggregation, const std::string &why) {
  refused_++;
  if (refused_names_.size() < kMostFamilies && refused_names_.insert(aggregation).second)
    tell_("@" + aggregation + " is not exported: " + why);
}

bool Metrics::describe(Family &family, const Json &description) {
  const std::string &aggregation = family.aggregation;
  family.function = text(description, "function");
  const auto row = std::ranges::find(functions, family.function, &FunctionRow::function);
  if (row == std::end(functions))
    return refuse(aggregation, "nothing is known of " + family.function + "()"), false;
  family.kind = options_.counters.contains(aggregation) ? MetricKind::Counter : row->kind;
  if (list(description, "keys").Size() > kMostLabels)
    return refuse(aggregation, "it has more than 64 keys"), false;
  for (const Json &key : list(description, "keys").GetArray()) {
    const std::string kind = text(key, "kind"), source = text(key, "source");
    if (kind == "stack" || kind == "ustack")
      return refuse(aggregation, "stacks are profiles: see dtrace-report(1)"), false;
    if (std::ranges::find(fleeting, source) != std::end(fleeting))
      tell_("@" + aggregation + ": each " + source +
            " is a time series of its own: leave that key out");
  }
  family.labels = label_names(description);
  const auto named = options_.names.find(aggregation);
  family.name = named != options_.names.end() ? named->second : identifier(aggregation);
  if (family.name.empty())
    family.name = family.function;
  if (family.name == "stream" || family.name.starts_with("stream_"))
    return refuse(aggregation,
                  "dtrace_stream describes the stream itself: rename the aggregation with --name"),
           false;
  for (const auto &[other, its] : families_)
    if (other != aggregation && its.name == family.name)
      return refuse(aggregation, "@" + other + " has the name dtrace_" + family.name +
                                     ": give it another with --name"),
             false;
  return true;
}

// null: it is no metric, which was told.
Family *Metrics::family_of(const Json &head, const std::string &aggregation) {
  const auto known = families_.find(aggregation);
  if (known != families_.end())
    return &known->second;
  if (refused_names_.contains(aggregation))
    return refused_++, nullptr;
  const Json *description = description_of(head, aggregation);
  if (!description)
    return refuse(aggregation, "the stream's head does not name it"), nullptr;
  if (families_.size() >= kMostFamilies)
    return refuse(aggregation, "there are more than 1000 aggregations"), nullptr;
  Family family{.aggregation = aggregation, .name = "", .function = ""};
  if (!describe(family, *description))
    return nullptr;
  return &families_.emplace(aggregation, std::move(family)).first->second;
}

namespace {
// The greatest value of each bucket, which the beginning of the next one tells; the last has none.
void learn_bounds(Family &family, const Json &buckets) {
  const Json *before = nullptr;
  for (const Json &bucket : buckets.GetArray()) {
    const int64_t at = number(bucket, "bucket", -1), value = number(bucket, "value");
    const bool shows_upper = family.function == "quantize" && at <= kZeroBucket;
    if (shows_upper && at >= 0)
      family.bounds[static_cast<uint32_t>(at)] = value;
    if (before && number(*before, "bucket", -2) + 1 == at && at > 0 && at <= UINT32_MAX &&
        value != INT64_MIN && !(family.function == "quantize" && at <= kZeroBucket))
      family.bounds[static_cast<uint32_t>(at - 1)] = value - 1;
    before = &bucket;
  }
}
} // namespace

namespace {
constexpr size_t kMostDigits = 39; // of 128 bits

// A decimal text, as 64 bits do not hold it; 0 when there is none.
long double squares_of(const Json &row) {
  const std::string digits = text(row, "squares");
  if (digits.size() > kMostDigits || digits.find_first_not_of("0123456789") != digits.npos)
    return 0;
  return strtold(digits.c_str(), nullptr);
}
} // namespace

std::optional<Metrics::Parts> Metrics::parts_of(Family &family, const Json &row) {
  Parts parts;
  if (family.kind == MetricKind::Histogram) {
    const Json &buckets = list(row, "buckets");
    learn_bounds(family, buckets);
    for (const Json &bucket : buckets.GetArray()) {
      const int64_t at = number(bucket, "bucket", -1);
      const int64_t count = number(bucket, has(bucket, "raw") ? "raw" : "count");
      if (at < 0 || at > UINT32_MAX || count < 0)
        return std::nullopt;
      if (count)
        parts.values[static_cast<uint32_t>(at)] = count;
    }
    return has(row, "buckets") ? std::optional(parts) : std::nullopt;
  }
  if (family.kind == MetricKind::Summary) {
    parts.values = {{kCount, number(row, "count")}, {kTotal, number(row, "total")}};
    parts.squares = squares_of(row);
    return has(row, "count") && has(row, "total") ? std::optional(parts) : std::nullopt;
  }
  const Json *value = member(row, family.function);
  if (value && value->IsNull())
    return parts.present = false, parts;
  if (!value || !(value->IsInt64() || value->IsUint64()))
    return std::nullopt;
  parts.values = {{0, integer(*value)}};
  return parts;
}

void Metrics::table(const Json &head, const Json &json) {
  const Json *name = member(json, "aggregation-name");
  Family *family = family_of(head, std::string(shown(*name)));
  if (!family)
    return;
  const int64_t clears = number(json, "clears");
  const bool extreme = is_extreme(*family),
             may_fall = family->kind == MetricKind::Gauge || family->kind == MetricKind::Summary;
  const auto put = [&](MetricRow &row, const Parts &parts) {
    if (extreme)
      row.whole = parts.values;
    else
      advance(row, parts.values, parts.squares, clears, may_fall);
  };
  std::set<MetricRow *> seen;
  Parts rest;
  family->overflowed = 0;
  for (const Json &json_row : list(json, "aggregation-data").GetArray()) {
    const auto parts = parts_of(*family, json_row);
    std::vector<std::string> labels;
    std::string joined;
    for (const Json &key : list(json_row, "keys").GetArray())
      joined += labels.emplace_back(label_text(key)) + '\0';
    if (!parts || labels.size() != family->labels.size()) {
      refused_++;
      continue;
    }
    auto known = family->rows.find(joined);
    if (known == family->rows.end() && family->rows.size() >= options_.most_rows) {
      merge(rest.values, parts->values, *family);
      rest.squares += parts->squares;
      family->overflowed++;
      continue;
    }
    if (known == family->rows.end())
      known = family->rows.emplace(joined, MetricRow{.labels = std::move(labels), .clears = clears})
                  .first;
    put(known->second, *parts);
    known->second.present = parts->present;
    seen.insert(&known->second);
  }
  for (auto &[joined, row] : family->rows)
    if (!seen.contains(&row))
      row.present = false;
  if (!family->overflowed)
    return;
  if (!family->overflow)
    tell_("@" + family->aggregation + " has more than " + std::to_string(options_.most_rows) +
          " keys: the others are one row, overflow=\"true\"");
  MetricRow &row = family->overflow ? *family->overflow : family->overflow.emplace();
  put(row, rest);
  row.present = true;
}

void Metrics::take(const Json &head, const StreamObject &object) {
  if (object.kind == ObjectKind::Fault)
    faults_++;
  if (object.kind == ObjectKind::Drop) {
    const std::string tag = text(object.json, has(object.json, "tag") ? "tag" : "kind");
    if (drops_.size() < 100 || drops_.contains(tag))
      drops_[tag] = static_cast<uint64_t>(number(object.json, "total"));
  }
  if (object.kind == ObjectKind::Firing || object.kind == ObjectKind::Table)
    each_table(object.json, [&](const Json &its, int64_t) { table(head, its); });
}

} // namespace dtrace::stream
