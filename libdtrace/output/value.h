// Stage: output. Values without a format: trace(), the keys and values of a printed aggregation,
// tracemem(). Source: the Guide, "trace() Default Format".
#pragma once
#include "consume/handler.h"
#include "output/output.h"
#include "output/print_context.h"

#include <cstddef>
#include <span>
#include <string>

namespace dtrace {

// trace(): in columns by size, in quiet mode bare.
void print_traced(Output &out, const PrintContext &context, const Field &field,
                  const std::byte *base);
// A column of an aggregation's row.
void print_key(Output &out, const PrintContext &context, const Field &field, const std::byte *base);
// The key in one word, for the narrow tables; false: a stack, which has none.
bool key_text(const PrintContext &context, const Field &field, const std::byte *base,
              std::string &text);
// ` %16lld`, or the distribution.
void print_value(Output &out, const PrintContext &context, const AggregationValue &value);

// A newline, then a table of 16 bytes a row, in hexadecimal and as text.
void print_dump(Output &out, std::span<const std::byte> bytes);

} // namespace dtrace
