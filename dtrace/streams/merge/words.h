// dtrace-merge. A row's value in the stream -> the words of include/dtrace/abi/aggregation.h.
#pragma once
#include "analysis/manifest.h"
#include "reader/json.h"

#include <optional>
#include <string_view>
#include <vector>

namespace dtrace::stream {

std::optional<AggregationKind> function_kind(std::string_view name);
// Bytes of a value in the kernel, as AggregationRecord has it; nothing: the parameters make no
// sense.
std::optional<uint32_t> value_size(AggregationKind kind, const std::vector<int64_t> &parameters);
// Without the stamp; nothing: it is not a value of that aggregation.
std::optional<std::vector<int64_t>> words_of(const AggregationRecord &record, const Json &row);

} // namespace dtrace::stream
