#include "export/native.h"

#include "export/powers.h"

#include <protozero/pbf_writer.hpp>
#include <protozero/varint.hpp>

#include <iterator>
#include <limits>

namespace dtrace::stream {

namespace {
using ClientMessage = protozero::pbf_writer;
using Pairs = std::vector<std::pair<std::string, std::string>>;

// Field numbers, by message.
enum : uint32_t { kFamilyName = 1, kHelp = 2, kType = 3, kMetric = 4 }; // MetricFamily
enum : uint32_t {
  kLabel = 1,
  kGaugeOf = 2,
  kCounterOf = 3,
  kSummaryOf = 4,
  kHistogramOf = 7
};                                                      // Metric
enum : uint32_t { kLabelName = 1, kLabelValue = 2 };    // LabelPair
enum : uint32_t { kNumber = 1 };                        // Gauge, Counter
enum : uint32_t { kSampleCount = 1, kSampleSum = 2 };   // Summary, Histogram
enum : uint32_t { kBucket = 3, kUpTo = 1, kBound = 2 }; // Histogram, Bucket
enum : uint32_t {
  kSchema = 5,
  kZeroThreshold = 6,
  kZeros = 7,
  kNegativeSpan = 9,
  kNegativeDelta = 10,
  kPositiveSpan = 12,
  kPositiveDelta = 13
};                                                    // Histogram
enum : uint32_t { kSpanOffset = 1, kSpanLength = 2 }; // BucketSpan
enum Type : int32_t { kCounterType = 0, kGaugeType = 1, kSummaryType = 2, kHistogramType = 4 };

void put_pairs(ClientMessage &metric, const Pairs &pairs) {
  for (const auto &[name, value] : pairs) {
    ClientMessage label(metric, kLabel);
    label.add_string(kLabelName, name);
    label.add_string(kLabelValue, value);
  }
}

void put_number(ClientMessage &family, uint32_t field, const Pairs &pairs, double value) {
  ClientMessage metric(family, kMetric);
  put_pairs(metric, pairs);
  ClientMessage number(metric, field);
  number.add_double(kNumber, value);
}

void put_summary(ClientMessage &metric, const MetricRow &row) {
  ClientMessage summary(metric, kSummaryOf);
  summary.add_uint64(kSampleCount, static_cast<uint64_t>(row.part(kCount)));
  summary.add_double(kSampleSum, static_cast<double>(row.part(kTotal)));
}

void put_bounds(ClientMessage &histogram, const Family &family, const MetricRow &row) {
  for (const auto &[bound, sum] : family.up_to(row)) {
    ClientMessage bucket(histogram, kBucket);
    bucket.add_uint64(kUpTo, static_cast<uint64_t>(sum));
    bucket.add_double(kBound, static_cast<double>(bound));
  }
  ClientMessage bucket(histogram, kBucket);
  bucket.add_uint64(kUpTo, static_cast<uint64_t>(row.total()));
  bucket.add_double(kBound, std::numeric_limits<double>::infinity());
}

// One span without gaps. Schema 0's bucket i is (2^(i-1), 2^i], so D's from 2^k on is k+1. An empty
// span says that the histogram is a native one, even if it holds nothing.
void put_span(ClientMessage &histogram, uint32_t span_field, uint32_t delta_field,
              const PowerBuckets &side) {
  ClientMessage span(histogram, span_field);
  span.add_sint32(kSpanOffset, side.counts.empty() ? 0 : side.first + 1);
  span.add_uint32(kSpanLength, static_cast<uint32_t>(side.counts.size()));
  span.commit();
  std::vector<int64_t> deltas;
  int64_t before = 0;
  for (const int64_t count : side.counts) {
    deltas.push_back(count - before);
    before = count;
  }
  histogram.add_packed_sint64(delta_field, deltas.begin(), deltas.end());
}

// D's distributions keep no sum: not a number says so, where leaving it out would say zero.
void put_histogram(ClientMessage &metric, const Family &family, const MetricRow &row) {
  ClientMessage histogram(metric, kHistogramOf);
  histogram.add_uint64(kSampleCount, static_cast<uint64_t>(row.total()));
  histogram.add_double(kSampleSum, std::numeric_limits<double>::quiet_NaN());
  put_bounds(histogram, family, row);
  if (family.function != "quantize")
    return;
  histogram.add_sint32(kSchema, 0);
  histogram.add_double(kZeroThreshold, 0);
  histogram.add_uint64(kZeros, static_cast<uint64_t>(row.part(kZeroBucket)));
  put_span(histogram, kNegativeSpan, kNegativeDelta, negative_powers(row));
  put_span(histogram, kPositiveSpan, kPositiveDelta, positive_powers(row));
}

struct TypeRow { // by MetricKind
  Type type;
  uint32_t number;                                                       // field of Metric, or 0
  void (*put)(ClientMessage &metric, const Family &, const MetricRow &); // where it is no number
};
constexpr TypeRow types[] = {
    {kCounterType, kCounterOf, nullptr},
    {kGaugeType, kGaugeOf, nullptr},
    {kSummaryType, 0,
     [](ClientMessage &metric, const Family &, const MetricRow &row) { put_summary(metric, row); }},
    {kHistogramType, 0, put_histogram}};

void put_head(ClientMessage &family, const std::string &name, const std::string &help, Type type) {
  family.add_string(kFamilyName, type == kCounterType ? name + "_total" : name);
  family.add_string(kHelp, help);
  family.add_enum(kType, type);
}

// A family without a metric is none for Prometheus: "" then.
std::string family_bytes(const Family &family) {
  const TypeRow &type = types[static_cast<size_t>(family.kind)];
  std::string bytes;
  ClientMessage message(bytes);
  put_head(message, "dtrace_" + family.name, family.function + "() of @" + family.aggregation,
           type.type);
  bool any = false;
  family.each_row([&](const MetricRow &row) {
    if (type.number && type.type == kGaugeType && !row.whole.contains(0))
      return;
    any = true;
    if (type.number)
      return put_number(message, type.number, family.labels_of(row),
                        static_cast<double>(row.part(0)));
    ClientMessage metric(message, kMetric);
    put_pairs(metric, family.labels_of(row));
    type.put(metric, family, row);
  });
  return any ? bytes : "";
}

std::string own_bytes(const OwnFamily &family) {
  std::string bytes;
  ClientMessage message(bytes);
  put_head(message, family.name, family.help, family.is_counter ? kCounterType : kGaugeType);
  for (const OwnSample &sample : family.samples)
    put_number(message, family.is_counter ? kCounterOf : kGaugeOf, sample.labels, sample.value);
  return family.samples.empty() ? "" : bytes;
}

// Each message begins with its size.
void add_delimited(std::string &out, const std::string &bytes) {
  if (bytes.empty())
    return;
  protozero::write_varint(std::back_inserter(out), bytes.size());
  out += bytes;
}
} // namespace

std::string metrics_protobuf(const Metrics &metrics, const StreamState &state) {
  std::string out;
  for (const auto &[name, family] : metrics.families())
    add_delimited(out, family_bytes(family));
  for (const OwnFamily &family : own_families(metrics, state))
    add_delimited(out, own_bytes(family));
  return out;
}

} // namespace dtrace::stream
