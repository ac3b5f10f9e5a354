#include "export/otlp.h"
#include "export/otlp_parts.h"
#include "export/powers.h"

namespace dtrace::stream {

namespace {
using otlp::Message;

// Field numbers, by message.
enum : uint32_t { kResourceMetrics = 1 }; // ExportMetricsServiceRequest
enum : uint32_t { kScopeMetrics = 2 };    // ResourceMetrics
enum : uint32_t { kMetrics = 2 };         // ScopeMetrics
enum : uint32_t {
  kName = 1,
  kDescription = 2,
  kGauge = 5,
  kSum = 7,
  kHistogram = 9,
  kExponential = 10,
  kSummary = 11
};                                                                    // Metric
enum : uint32_t { kPoints = 1, kTemporality = 2, kMonotonic = 3 };    // Gauge, Sum, histograms
enum : uint32_t { kStart = 2, kTime = 3 };                            // of each point
enum : uint32_t { kAsDouble = 4, kAsInt = 6, kNumberAttributes = 7 }; // NumberDataPoint
enum : uint32_t { kCountOf = 4, kSumOf = 5 };                         // the others
enum : uint32_t { kSummaryAttributes = 7 };                           // SummaryDataPoint
enum : uint32_t { kBucketCounts = 6, kBounds = 7, kHistogramAttributes = 9 }; // HistogramDataPoint
enum : uint32_t {
  kExponentialAttributes = 1,
  kScale = 6,
  kZeroCount = 7,
  kPositive = 8,
  kNegative = 9
};                                            // ExponentialHistogramDataPoint
enum : uint32_t { kOffset = 1, kCounts = 2 }; // Buckets
constexpr int32_t kCumulative = 2;

struct Times {
  uint64_t start, now;
};

void put_times(Message &point, const Times &times) {
  point.add_fixed64(kStart, times.start);
  point.add_fixed64(kTime, times.now);
}

using LabelPairs = std::vector<std::pair<std::string, std::string>>;

void put_labels(Message &point, uint32_t field, const LabelPairs &labels) {
  for (const auto &[name, value] : labels)
    otlp::put_attribute(point, field, name, value);
}

void put_number(Message &data, const LabelPairs &labels, int64_t value, const Times &times) {
  Message point(data, kPoints);
  put_times(point, times);
  point.add_sfixed64(kAsInt, value);
  put_labels(point, kNumberAttributes, labels);
}

void put_value(Message &data, const Family &family, const MetricRow &row, const Times &times) {
  if (row.whole.contains(0) || family.kind == MetricKind::Counter)
    put_number(data, family.labels_of(row), row.part(0), times);
}

void put_summary(Message &data, const Family &family, const MetricRow &row, const Times &times) {
  Message point(data, kPoints);
  put_times(point, times);
  point.add_fixed64(kCountOf, static_cast<uint64_t>(row.part(kCount)));
  point.add_double(kSumOf, static_cast<double>(row.part(kTotal)));
  put_labels(point, kSummaryAttributes, family.labels_of(row));
}

// Bounds are the greatest values of D's buckets, so for whole numbers nothing is lost.
void put_explicit(Message &data, const Family &family, const MetricRow &row, const Times &times) {
  std::vector<double> bounds;
  std::vector<uint64_t> counts;
  int64_t before = 0;
  for (const auto &[bound, sum] : family.up_to(row)) {
    bounds.push_back(static_cast<double>(bound));
    counts.push_back(static_cast<uint64_t>(sum - before));
    before = sum;
  }
  counts.push_back(static_cast<uint64_t>(row.total() - before));
  Message point(data, kPoints);
  put_times(point, times);
  point.add_fixed64(kCountOf, static_cast<uint64_t>(row.total()));
  point.add_packed_fixed<uint64_t>(kBucketCounts, counts.begin(), counts.end());
  point.add_packed_double(kBounds, bounds.begin(), bounds.end());
  put_labels(point, kHistogramAttributes, family.labels_of(row));
}

void put_side(Message &point, uint32_t field, const PowerBuckets &side) {
  if (side.counts.empty())
    return;
  Message buckets(point, field);
  buckets.add_sint32(kOffset, side.first);
  std::vector<uint64_t> counts(side.counts.begin(), side.counts.end());
  buckets.add_packed_uint64(kCounts, counts.begin(), counts.end());
}

// D's [2^k, 2^(k+1)) as OTLP's (2^k, 2^(k+1)] of scale 0: they differ by the value 2^k alone.
void put_exponential(Message &data, const Family &family, const MetricRow &row,
                     const Times &times) {
  Message point(data, kPoints);
  put_labels(point, kExponentialAttributes, family.labels_of(row));
  put_times(point, times);
  point.add_fixed64(kCountOf, static_cast<uint64_t>(row.total()));
  point.add_sint32(kScale, 0);
  point.add_fixed64(kZeroCount, static_cast<uint64_t>(row.part(kZeroBucket)));
  put_side(point, kPositive, positive_powers(row));
  put_side(point, kNegative, negative_powers(row));
}

struct Form {
  uint32_t field; // of Metric
  bool has_temporality, is_monotonic;
  void (*put)(Message &data, const Family &, const MetricRow &, const Times &);
};

// sum() may fall: a sum that is not monotonic.
Form form_of(const Family &family) {
  const bool is_sum = family.function == "sum";
  switch (family.kind) {
  case MetricKind::Counter:
    return {kSum, true, true, put_value};
  case MetricKind::Gauge:
    return {is_sum ? kSum : kGauge, is_sum, false, put_value};
  case MetricKind::Summary:
    return {kSummary, false, false, put_summary};
  case MetricKind::Histogram:
    break;
  }
  if (family.function == "quantize")
    return {kExponential, true, false, put_exponential};
  return {kHistogram, true, false, put_explicit};
}

void put_family(Message &scope, const Family &family, const Times &times) {
  const Form form = form_of(family);
  Message metric(scope, kMetrics);
  metric.add_string(kName, "dtrace_" + family.name);
  metric.add_string(kDescription, family.function + "() of @" + family.aggregation);
  Message data(metric, form.field);
  family.each_row([&](const MetricRow &row) { form.put(data, family, row, times); });
  if (form.has_temporality)
    data.add_enum(kTemporality, kCumulative);
  if (form.is_monotonic)
    data.add_bool(kMonotonic, true);
}

void put_float(Message &data, const LabelPairs &labels, double value, const Times &times) {
  Message point(data, kPoints);
  put_times(point, times);
  point.add_double(kAsDouble, value);
  put_labels(point, kNumberAttributes, labels);
}

void put_own(Message &scope, const OwnFamily &family, const Times &times) {
  Message metric(scope, kMetrics);
  metric.add_string(kName, family.name);
  metric.add_string(kDescription, family.help);
  Message data(metric, family.is_counter ? kSum : kGauge);
  for (const OwnSample &sample : family.samples)
    put_float(data, sample.labels, sample.value, times);
  if (family.is_counter) {
    data.add_enum(kTemporality, kCumulative);
    data.add_bool(kMonotonic, true);
  }
}
} // namespace

std::string otlp_metrics(const Metrics &metrics, const StreamState &state, int64_t now) {
  const Times times{static_cast<uint64_t>(state.started), static_cast<uint64_t>(now)};
  std::string bytes;
  {
    Message request(bytes);
    Message resource(request, kResourceMetrics);
    otlp::put_resource(resource, state);
    Message scope(resource, kScopeMetrics);
    otlp::put_scope(scope, state);
    for (const auto &[name, family] : metrics.families())
      put_family(scope, family, times);
    for (const OwnFamily &family : own_families(metrics, state))
      if (!family.samples.empty())
        put_own(scope, family, times);
  }
  return bytes;
}

} // namespace dtrace::stream
