// dtrace-export. Aggregations of a stream as metrics. In: its tables, in order. Out: families with
// a row for each key. Values that clear() lets begin anew go on here: counters only grow. Always:
// at most `most_rows` rows of an aggregation; what other keys have is one row more. Used by one
// thread at a time.
#pragma once
#include "reader/rows.h"
#include "reader/stream_object.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dtrace::stream {

struct ExportOptions {
  size_t most_rows = 1000;                  // of an aggregation
  std::map<std::string, std::string> names; // aggregation -> metric
  std::set<std::string> counters;           // sums that never fall
};

enum class MetricKind { Counter, Gauge, Summary, Histogram };

struct MetricRow {
  std::vector<std::string> labels = {}; // values, as many as the family has names
  // By what they are: of summaries count and total; of histograms counts by bucket.
  std::map<uint32_t, int64_t> whole = {};    // from the beginning
  std::map<uint32_t, int64_t> last = {};     // of the last emission
  long double squares = 0, last_squares = 0; // of stddev(): the sum of the values' squares
  int64_t clears = 0;
  bool present = false; // in the last emission: min and max alone can be without a value

  int64_t part(uint32_t which) const;
  int64_t total() const; // of all parts: of a histogram how many values it has
};
enum SummaryPart : uint32_t { kCount, kTotal };
constexpr uint32_t kZeroBucket = 63; // of quantize(): those below hold negative values

struct Family {
  std::string aggregation, name, function; // name: without the prefix `dtrace_`
  MetricKind kind = MetricKind::Gauge;
  std::vector<std::string> labels = {};
  std::map<uint32_t, int64_t> bounds =
      {}; // histograms: the greatest value of each bucket but the last
  std::map<std::string, MetricRow> rows = {};
  std::optional<MetricRow> overflow = {};
  uint64_t overflowed = 0; // rows of the last emission that are in it

  // Of the row of all others: overflow="true".
  std::vector<std::pair<std::string, std::string>> labels_of(const MetricRow &row) const;
  // Of a histogram's row: each bound, and how many values are not above it.
  std::vector<std::pair<int64_t, int64_t>> up_to(const MetricRow &row) const;
  void each_row(const std::function<void(const MetricRow &row)> &take) const;
};

class Metrics {
public:
  using Tell = std::function<void(const std::string &message)>;
  Metrics(const ExportOptions &options, Tell tell) : options_(options), tell_(std::move(tell)) {}

  void take(const Json &head, const StreamObject &object);

  const std::map<std::string, Family> &families() const { return families_; } // by aggregation
  const std::map<std::string, uint64_t> &drops() const { return drops_; }     // by tag
  uint64_t faults() const { return faults_; }
  uint64_t refused() const { return refused_; } // tables that are no metrics

private:
  struct Parts { // of a row in the stream
    std::map<uint32_t, int64_t> values;
    long double squares = 0;
    bool present = true;
  };
  Family *family_of(const Json &head, const std::string &aggregation);
  bool describe(Family &family, const Json &description);
  void table(const Json &head, const Json &json);
  static std::optional<Parts> parts_of(Family &family, const Json &row);
  void refuse(const std::string &aggregation, const std::string &why);

  const ExportOptions options_;
  Tell tell_;
  std::map<std::string, Family> families_;
  std::set<std::string> refused_names_;
  std::map<std::string, uint64_t> drops_;
  uint64_t faults_ = 0, refused_ = 0;
};

} // namespace dtrace::stream
