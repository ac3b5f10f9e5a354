// Stage: output. Tables of aggregations in the stream (man/dtrace-stream.5): what is printed, under
// FreeBSD's names, and the exact parts of each value, from which those of several hosts are merged.
#pragma once
#include "consume/handler.h"
#include "output/json_text.h"
#include "output/print_context.h"

#include <cstdint>
#include <string_view>

namespace dtrace {

// Which time it is that a table is written, so that several hosts' can be put side by side.
struct Emission {
  const char *cause = "printa"; // "printa", "exit" or "publish"
  uint32_t clause = 0, action = 0; // printa: the clause's number, the action in it
  uint64_t count = 0;              // the n-th time, from 1
};

// One aggregation of the table: "aggregation-name", "function", "emission", "aggregation-data" and more.
void put_json_aggregation(JsonObject &object, const PrintContext &context,
                          const AggregationTable &table, size_t column, const Emission &emission);

// What the stream's head tells of an aggregation: "name", "function", "parameters", "keys".
void put_json_description(JsonObject &object, const AggregationRecord &record);

} // namespace dtrace
