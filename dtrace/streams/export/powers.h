// dtrace-export. quantize()'s buckets as those of a histogram of powers of two: what OTLP's
// exponential histograms and Prometheus' native ones are made of.
#pragma once
#include "export/metrics.h"

#include <cstdint>
#include <vector>

namespace dtrace::stream {

struct PowerBuckets {
  int32_t first = 0;           // the first one holds values from 2^first to below 2^(first+1)
  std::vector<int64_t> counts; // of one after the other, up to the last that is not empty
};

PowerBuckets positive_powers(const MetricRow &row);
PowerBuckets negative_powers(const MetricRow &row); // by their absolute values

} // namespace dtrace::stream
