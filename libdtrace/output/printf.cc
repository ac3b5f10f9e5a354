#include "output/printf.h"

#include "consume/aggregation_value.h"
#include "consume/field.h"
#include "output/distribution.h"
#include "output/number.h"
#include "output/stack.h"
#include "output/text.h"

#include <algorithm>
#include <array>

namespace dtrace {

struct CompiledFormat::State {
  Output &out;
  const PrintContext &context;
  const FormatValues &values;
};

namespace {
using Operation = CompiledFormat::Operation;
using State = CompiledFormat::State;
using Print = void (*)(const Operation &, State &);

// What `*` makes of the operation, this time.
struct Shape {
  uint8_t flags;
  uint32_t width;
  int32_t precision; // -1: none
  bool left() const { return flags & FormatLeft; }
};

Shape shape_of(const Operation &op, const State &state) {
  constexpr int64_t greatest = 4095;
  Shape shape{op.flags, static_cast<uint32_t>(op.width), op.precision};
  if (op.width_field) {
    const int64_t width = static_cast<int32_t>(read_integer(*op.width_field, state.values.base));
    if (width < 0)
      shape.flags |= FormatLeft;
    shape.width = std::min(width < 0 ? -width : width, greatest);
  }
  if (op.precision_field) {
    const int64_t precision =
        static_cast<int32_t>(read_integer(*op.precision_field, state.values.base));
    shape.precision = precision < 0 ? -1 : std::min(precision, greatest);
  }
  return shape;
}

// ---- integers ----

struct Number {
  int64_t value;
  bool is_signed;
  uint32_t size; // bytes of its type
};

int64_t narrow(int64_t value, uint32_t size, bool is_signed) {
  const uint32_t shift = 64 - 8 * size;
  const uint64_t up = static_cast<uint64_t>(value) << shift;
  return is_signed ? static_cast<int64_t>(up) >> shift : static_cast<int64_t>(up >> shift);
}

Number number_of(const Operation &op, const State &state) {
  Number number{0, true, sizeof(int64_t)};
  if (op.field) {
    const int64_t value = read_integer(*op.field, state.values.base);
    number = {value, op.field->is_signed, shown_size(*op.field, value)};
    if (number.size == 0 || number.size > sizeof(int64_t))
      number.size = sizeof(int64_t);
  } else if (state.values.table) {
    const AggregationValue value = state.values.table->value(state.values.row, op.column);
    number = {scalar_value(value), value.aggregation->value_is_signed, sizeof(int64_t)};
  }
  if (op.truncate && op.truncate < number.size)
    number = {narrow(number.value, op.truncate, number.is_signed), number.is_signed, op.truncate};
  return number;
}

uint64_t unsigned_of(const Number &number) {
  return number.size < sizeof(int64_t) ? narrow(number.value, number.size, false) : number.value;
}

// Thousands by commas, from the right.
std::string grouped(std::string_view digits) {
  std::string text;
  for (size_t i = 0; i < digits.size(); i++) {
    if (i && (digits.size() - i) % 3 == 0)
      text += ',';
    text += digits[i];
  }
  return text;
}

// prefix: sign or base; width, precision and zeros as in C.
void put_digits(Output &out, const Shape &shape, std::string_view prefix, std::string_view digits) {
  const size_t least = shape.precision < 0 ? 0 : shape.precision;
  size_t zeros = digits.size() < least ? least - digits.size() : 0;
  const size_t length = prefix.size() + zeros + digits.size();
  const size_t room = shape.width > length ? shape.width - length : 0;
  const bool fill = shape.flags & FormatZero && !shape.left() && shape.precision < 0;
  if (fill)
    zeros += room;
  else if (!shape.left())
    out.pad(' ', room);
  out.put(prefix);
  out.pad('0', zeros);
  out.put(digits);
  if (shape.left())
    out.pad(' ', room);
}

void put_decimal(const Operation &op, State &state, uint64_t magnitude, const char *sign) {
  const Shape shape = shape_of(op, state);
  char digits[24];
  const std::string_view text(digits, write_unsigned(digits, magnitude) - digits);
  const bool nothing = magnitude == 0 && shape.precision == 0;
  if (shape.flags & FormatGroup)
    put_digits(state.out, shape, sign, nothing ? "" : grouped(text));
  else
    put_digits(state.out, shape, sign, nothing ? "" : text);
}

void print_decimal(const Operation &op, State &state) {
  const Number number = number_of(op, state);
  const bool negative = number.is_signed && number.value < 0;
  const char *sign = negative                 ? "-"
                     : op.flags & FormatPlus  ? "+"
                     : op.flags & FormatSpace ? " "
                                              : "";
  if (number.is_signed)
    put_decimal(op, state, negative ? -static_cast<uint64_t>(number.value) : number.value, sign);
  else
    put_decimal(op, state, unsigned_of(number), sign);
}

void print_unsigned(const Operation &op, State &state) {
  put_decimal(op, state, unsigned_of(number_of(op, state)), "");
}

void print_binary(const Operation &op, State &state) {
  const bool octal = op.letter == 'o', upper = op.letter == 'X';
  const uint64_t value = unsigned_of(number_of(op, state));
  const Shape shape = shape_of(op, state);
  char digits[24];
  std::string_view text(
      digits,
      write_binary(digits, value, octal ? 3 : 4, upper ? upper_digits : lower_digits) - digits);
  if (value == 0 && shape.precision == 0)
    text = "";
  const bool alternate = shape.flags & FormatAlternate;
  const bool leads_with_zero =
      text.starts_with('0') || shape.precision > static_cast<int32_t>(text.size());
  const char *prefix = octal ? (leads_with_zero ? "" : "0") : value == 0 ? "" : upper ? "0X" : "0x";
  put_digits(state.out, shape, alternate ? prefix : "", text);
}

// Nothing but the number: by far the most common.
template <class T> void print_plain(const Operation &op, State &state) {
  const T value = load<T>(state.values.base + op.field->offset);
  char *to = state.out.reserve(24);
  state.out.advance(std::is_signed_v<T> ? write_signed(to, value) : write_unsigned(to, value));
}
template <class T> void print_plain_hexadecimal(const Operation &op, State &state) {
  const T value = load<T>(state.values.base + op.field->offset);
  char *to = state.out.reserve(24);
  state.out.advance(write_binary(to, value, 4, lower_digits));
}

// ---- text ----

void put_text(const Operation &op, State &state, std::string_view text) {
  const Shape shape = shape_of(op, state);
  if (shape.precision > 0) // 0 is none, as ever in DTrace
    text = text.substr(0, shape.precision);
  put_padded(state.out, text, shape.width, shape.left());
}

// That the script has not chosen.
void put_foreign(const Operation &op, State &state, std::string_view text) {
  std::string room;
  put_text(op, state, harmless(state.out, text, room));
}

void print_string(const Operation &op, State &state) {
  const Field &field = *op.field;
  if (field.kind == FieldKind::Integer && !field.is_constant) {
    char digits[24];
    const int64_t value = read_integer(field, state.values.base);
    return put_text(op, state, {digits, static_cast<size_t>(write_signed(digits, value) - digits)});
  }
  if (is_address(field.kind))
    return put_foreign(op, state, address_text(state.context, field, state.values.base));
  const std::string_view text = read_string(field, state.values.base, *state.context.names);
  return field.is_constant ? put_text(op, state, text) : put_foreign(op, state, text);
}

void print_plain_string(const Operation &op, State &state) {
  const char *text = reinterpret_cast<const char *>(state.values.base + op.field->offset);
  std::string room;
  state.out.put(harmless(state.out, {text, strnlen(text, op.field->size)}, room));
}
void print_plain_interned(const Operation &op, State &state) {
  std::string room;
  state.out.put(harmless(
      state.out, read_string(*op.field, state.values.base, *state.context.names), room));
}

// With the NUL that ends it, when there is one.
void print_escaped(const Operation &op, State &state) {
  const std::string_view text = read_string(*op.field, state.values.base, *state.context.names);
  std::string escaped;
  append_escaped(escaped, text);
  const bool bounded = op.field->kind == FieldKind::String && !op.field->is_constant;
  if (!bounded || text.size() < op.field->size)
    escaped += "\\0";
  put_text(op, state, escaped);
}

// One character, whatever the precision.
void put_character(const Operation &op, State &state, std::string_view text) {
  const Shape shape = shape_of(op, state);
  std::string room;
  put_padded(state.out, op.field->is_constant ? text : harmless(state.out, text, room), shape.width,
             shape.left());
}

void print_character(const Operation &op, State &state) {
  const char c = static_cast<char>(number_of(op, state).value);
  put_character(op, state, {&c, 1});
}
void print_escaped_character(const Operation &op, State &state) {
  const char c = static_cast<char>(number_of(op, state).value);
  std::string escaped;
  append_escaped(escaped, {&c, 1});
  put_text(op, state, escaped);
}

void print_wide_character(const Operation &op, State &state) {
  std::string text;
  append_utf8(text, static_cast<uint32_t>(number_of(op, state).value));
  put_character(op, state, text);
}

// Precision counts characters.
void print_wide_string(const Operation &op, State &state) {
  const Shape shape = shape_of(op, state);
  const size_t most = shape.precision <= 0 ? SIZE_MAX : shape.precision;
  std::string text;
  for (size_t i = 0; i < op.field->size / 4 && i < most; i++) {
    const uint32_t c = load<uint32_t>(state.values.base + op.field->offset + 4 * i);
    if (c == 0)
      break;
    append_utf8(text, c);
  }
  std::string room;
  put_padded(state.out, harmless(state.out, text, room), shape.width, shape.left());
}

// ---- the rest ----

void print_address(const Operation &op, State &state) {
  put_foreign(op, state, address_text(state.context, *op.field, state.values.base));
}

// A key that is a plain number does not tell its process.
void print_user_address(const Operation &op, State &state) {
  if (op.field->kind == FieldKind::UserAddress)
    return print_address(op, state);
  const uint64_t address = read_integer(*op.field, state.values.base);
  put_foreign(op, state, state.context.symbolizer->target(address));
}

// The width of a stack says how far it is indented; right alignment would mean nothing.
void print_stack_field(const Operation &op, State &state) {
  const Shape shape = shape_of(op, state);
  if (is_stack(op.field->kind))
    print_stack(state.out, state.context, *op.field, state.values.base,
                shape.left() ? shape.width : 0);
}

void print_date(const Operation &op, State &state) {
  const int64_t time = number_of(op, state).value;
  const Shape shape = shape_of(op, state);
  const std::string text = op.letter == 'Y' ? date(time, shape.precision) : date_rfc822(time);
  put_padded(state.out, text, shape.width, shape.left());
}

void print_float(const Operation &op, State &state) {
  const Shape shape = shape_of(op, state);
  const std::byte *at = state.values.base + op.field->offset;
  const uint32_t size = op.field->size;
  const long double value = size == sizeof(float)         ? load<float>(at)
                            : size == sizeof(double)      ? load<double>(at)
                            : size == sizeof(long double) ? load<long double>(at)
                                                          : 0;
  std::string conversion = "%";
  constexpr std::string_view flags = "-+ #0"; // in the order of FormatFlag
  for (size_t i = 0; i < flags.size(); i++)
    if (shape.flags & 1 << i)
      conversion += flags[i];
  conversion += "*.*L";
  conversion += op.letter;
  const char *text = conversion.c_str();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  state.out.printf(text, static_cast<int>(shape.width), static_cast<int>(shape.precision), value);
#pragma GCC diagnostic pop
}

void print_aggregated_distribution(const Operation &op, State &state) {
  print_distribution(state.out, state.context,
                     state.values.table->value(state.values.row, op.column));
}

struct LetterRow {
  std::string_view letter;
  Print print;
  bool of_number = false; // it asks number_of() alone, so an aggregation's value will do
};
constexpr LetterRow letters[] = {
    {"a", print_address},
    {"A", print_user_address},
    {"c", print_character},
    {"d", print_decimal, true},
    {"C", print_escaped_character, true},
    {"e", print_float},
    {"E", print_float},
    {"f", print_float},
    {"g", print_float},
    {"G", print_float},
    {"i", print_decimal, true},
    {"k", print_stack_field},
    {"o", print_binary, true},
    {"p", print_binary, true},
    {"s", print_string},
    {"S", print_escaped},
    {"T", print_date, true},
    {"u", print_unsigned, true},
    {"wc", print_wide_character},
    {"ws", print_wide_string},
    {"x", print_binary, true},
    {"X", print_binary, true},
    {"Y", print_date, true},
};

Print print_of(std::string_view letter) {
  for (const LetterRow &row : letters)
    if (row.letter == letter)
      return row.print;
  return nullptr;
}

// Of an aggregation's value. What compiles shows numbers only; a format that somebody made up may not.
Print print_of_aggregation(std::string_view letter) {
  const auto row = std::ranges::find(letters, letter, &LetterRow::letter);
  return row != std::end(letters) && row->of_number ? row->print : print_decimal;
}

struct PlainRow {
  uint32_t size;
  bool is_signed;
  Print decimal, hexadecimal;
};
constexpr PlainRow plain_integers[] = {
    {1, true, print_plain<int8_t>, print_plain_hexadecimal<uint8_t>},
    {1, false, print_plain<uint8_t>, print_plain_hexadecimal<uint8_t>},
    {2, true, print_plain<int16_t>, print_plain_hexadecimal<uint16_t>},
    {2, false, print_plain<uint16_t>, print_plain_hexadecimal<uint16_t>},
    {4, true, print_plain<int32_t>, print_plain_hexadecimal<uint32_t>},
    {4, false, print_plain<uint32_t>, print_plain_hexadecimal<uint32_t>},
    {8, true, print_plain<int64_t>, print_plain_hexadecimal<uint64_t>},
    {8, false, print_plain<uint64_t>, print_plain_hexadecimal<uint64_t>},
};

// The fast way of a conversion without flags, width and precision, or null.
Print plain_print_of(const Operation &op) {
  const Field &field = *op.field;
  if (op.flags || op.width || op.precision >= 0 || op.width_field || op.precision_field ||
      op.truncate || field.is_constant)
    return nullptr;
  if (op.letter == 's' && field.kind == FieldKind::String)
    return print_plain_string;
  if (op.letter == 's' && field.kind == FieldKind::Interned)
    return print_plain_interned;
  if (field.kind != FieldKind::Integer)
    return nullptr;
  const bool decimal = op.letter == 'd' || op.letter == 'i' || op.letter == 'u';
  const bool hexadecimal = op.letter == 'x' || op.letter == 'p';
  if (!decimal && !hexadecimal)
    return nullptr;
  const bool is_signed = field.is_signed && op.letter != 'u';
  if (field.shown_size && !(decimal && is_signed))
    return nullptr;
  for (const PlainRow &row : plain_integers)
    if (row.size == field.size && row.is_signed == is_signed)
      return decimal ? row.decimal : row.hexadecimal;
  return nullptr;
}
} // namespace

CompiledFormat::CompiledFormat(const Format &format, std::span<const Field *const> fields,
                               std::span<const AggregationRecord *const> aggregations) {
  size_t next = 0, column = 0;
  for (const Conversion &conversion : format.conversions)
    add(conversion, fields, next, column, aggregations);
}

void CompiledFormat::add(const Conversion &conversion, std::span<const Field *const> fields,
                         size_t &next, size_t &column,
                         std::span<const AggregationRecord *const> aggregations) {
  const auto take = [&]() -> const Field * {
    return next < fields.size() ? fields[next++] : nullptr;
  };
  Operation op;
  op.literal = literals_.size();
  op.literal_size = conversion.literal.size();
  literals_ += conversion.literal;
  constexpr std::string_view flags = "-+ #0'"; // in the order of FormatFlag
  for (const char flag : conversion.flags)
    op.flags |= 1 << flags.find(flag);
  op.width = std::max(conversion.width, 0);
  op.precision = conversion.precision_from_argument ? -1 : conversion.precision;
  op.truncate = conversion.length == "hh" ? 1 : conversion.length == "h" ? 2 : 0;
  op.letter = conversion.letter.empty() ? 0 : conversion.letter[0];
  op.width_field = conversion.width_from_argument ? take() : nullptr;
  op.precision_field = conversion.precision_from_argument ? take() : nullptr;
  if (conversion.aggregation && !aggregations.empty()) {
    // More %@ than aggregations: the last one again.
    op.column = std::min(column++, aggregations.size() - 1);
    const bool distribution = operations_of(aggregations[op.column]->kind).distribution;
    op.print = distribution ? print_aggregated_distribution
                            : print_of_aggregation(conversion.letter);
  } else if (!conversion.letter.empty() && (op.field = take())) {
    const Print plain = plain_print_of(op);
    op.print = plain && conversion.letter.size() == 1 ? plain : print_of(conversion.letter);
  }
  operations_.push_back(op);
}

void CompiledFormat::print(Output &out, const PrintContext &context,
                           const FormatValues &values) const {
  State state{out, context, values};
  for (const Operation &op : operations_) {
    if (op.literal_size)
      out.put(std::string_view(literals_.data() + op.literal, op.literal_size));
    if (op.print)
      op.print(op, state);
  }
}

} // namespace dtrace
