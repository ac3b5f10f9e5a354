// Stage: output. The printf engine. In: a parsed Format and the fields it prints (of a record, or
// of an aggregation's key). Out: a CompiledFormat, a flat list of operations with the field's
// place, size and sign decided, which prints without allocating (names of addresses, dates and
// floats aside). Formats were checked at compile time; a value that does not fit its conversion
// prints as its number all the same.
#pragma once
#include "consume/handler.h"
#include "output/output.h"
#include "output/print_context.h"

#include <span>
#include <string>
#include <vector>

namespace dtrace {

// Where the values of one firing, or of one row of a table, lie.
struct FormatValues {
  const std::byte *base = nullptr;         // of the record or the key
  const AggregationTable *table = nullptr; // printa
  size_t row = 0;
};

class CompiledFormat {
public:
  struct State;
  struct Operation {
    void (*print)(const Operation &, State &) = nullptr; // null: the literal alone
    const Field *field = nullptr;                        // null: an aggregation's value
    const Field *width_field = nullptr, *precision_field = nullptr;
    uint32_t literal = 0, literal_size = 0; // printed first; in literals_
    int32_t width = 0, precision = -1;      // as written
    uint32_t column = 0;                    // of %@
    uint8_t flags = 0;                      // FormatFlag
    uint8_t truncate = 0;                   // bytes that h, hh leave; 0: all
    char letter = 0;
  };

  CompiledFormat() = default;
  // Keeps the pointers to fields. aggregations: those printa() was given.
  CompiledFormat(const Format &format, std::span<const Field *const> fields,
                 std::span<const AggregationRecord *const> aggregations = {});

  void print(Output &out, const PrintContext &context, const FormatValues &values) const;

private:
  void add(const Conversion &conversion, std::span<const Field *const> fields, size_t &next,
           size_t &column, std::span<const AggregationRecord *const> aggregations);

  std::vector<Operation> operations_;
  std::string literals_;
};

enum FormatFlag : uint8_t {
  FormatLeft = 1,      // -
  FormatPlus = 2,      // +
  FormatSpace = 4,     // space
  FormatAlternate = 8, // #
  FormatZero = 16,     // 0
  FormatGroup = 32,    // '
};

} // namespace dtrace
