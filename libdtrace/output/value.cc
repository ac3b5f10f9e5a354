#include "output/value.h"

#include "consume/aggregation_value.h"
#include "consume/field.h"
#include "output/distribution.h"
#include "output/number.h"
#include "output/stack.h"
#include "output/text.h"

#include <algorithm>

namespace dtrace {

namespace {
// Columns by the value's size: of trace() (after two blanks for text, one for numbers), of a key.
struct Widths {
  uint32_t one, two, four, eight, text;
};
constexpr Widths traced{3, 5, 10, 19, 33};
constexpr Widths keyed{3, 5, 8, 16, 50};
constexpr uint32_t module_width = 24, symbol_width = 50;

uint32_t integer_width(const Widths &widths, uint32_t size) {
  return size == 1 ? widths.one : size == 2 ? widths.two : size == 4 ? widths.four : widths.eight;
}

std::string_view integer_text(const Field &field, const std::byte *base, char (&digits)[24]) {
  const int64_t value = read_integer(field, base);
  char *end = field.is_signed ? write_signed(digits, value) : write_unsigned(digits, value);
  return {digits, static_cast<size_t>(end - digits)};
}

// 1, 2, 4 and 8 bytes are a number; other bytes are text when all of them are, up to NULs at the
// end.
bool is_number_size(uint32_t size) {
  return size == 1 || size == 2 || size == 4 || size == 8;
}

bool looks_like_text(std::span<const std::byte> bytes) {
  const auto nul = std::ranges::find(bytes, std::byte{0});
  if (nul == bytes.begin())
    return false;
  const auto printable = [](std::byte b) {
    const auto c = std::to_integer<unsigned char>(b);
    return (c >= 0x20 && c < 0x7f) || (c >= '\a' && c <= '\r');
  };
  return std::all_of(bytes.begin(), nul, printable) &&
         std::all_of(nul, bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

void print_text(Output &out, std::string_view raw, const Widths &widths, bool bare) {
  std::string room;
  const std::string_view text = harmless(out, raw, room);
  if (bare)
    return out.put(text);
  out.put("  ");
  put_padded(out, text, widths.text, true);
}

// With rawbytes a string is what it is in the record: strsize bytes.
void print_whole_string(Output &out, const PrintContext &context, std::string_view text) {
  std::string bytes(text.substr(0, context.strsize));
  bytes.resize(context.strsize);
  print_dump(out, std::as_bytes(std::span(bytes)));
}

void print_bytes(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, const Widths &widths, bool bare) {
  const std::span<const std::byte> bytes(base + field.offset, field.size);
  if (context.rawbytes || !looks_like_text(bytes))
    return print_dump(out, bytes);
  print_text(out, read_string(field, base, *context.names), widths, bare);
}

void print_field(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, const Widths &widths, bool bare) {
  if (is_stack(field.kind))
    return print_stack(out, context, field, base, context.stack_indent);
  if (is_address(field.kind)) {
    const bool wide = field.kind == FieldKind::UserAddress ||
                      field.form == AddressForm::Address || field.form == AddressForm::Function;
    std::string room;
    out.put("  ");
    return put_padded(out, harmless(out, address_text(context, field, base), room),
                      wide ? symbol_width : module_width, true);
  }
  if (field.kind == FieldKind::String || field.kind == FieldKind::Interned) {
    const std::string_view text = read_string(field, base, *context.names);
    return context.rawbytes ? print_whole_string(out, context, text)
                            : print_text(out, text, widths, bare);
  }
  if (field.kind == FieldKind::Bytes && !is_number_size(field.size))
    return print_bytes(out, context, field, base, widths, bare);
  Field number = field;
  number.kind = FieldKind::Integer;
  char digits[24];
  const std::string_view text = integer_text(number, base, digits);
  if (bare)
    return out.put(text);
  out.put(' ');
  put_padded(out, text, integer_width(widths, shown_size(field, read_integer(number, base))), false);
}
} // namespace

void print_traced(Output &out, const PrintContext &context, const Field &field,
                  const std::byte *base) {
  print_field(out, context, field, base, traced, context.quiet);
}

void print_key(Output &out, const PrintContext &context, const Field &field,
               const std::byte *base) {
  print_field(out, context, field, base, keyed, false);
}

bool key_text(const PrintContext &context, const Field &field, const std::byte *base,
              std::string &text) {
  if (is_stack(field.kind))
    return false;
  char digits[24];
  if (is_address(field.kind))
    text += address_text(context, field, base);
  else if (field.kind == FieldKind::Integer)
    text += integer_text(field, base, digits);
  else
    text += read_string(field, base, *context.names);
  return true;
}

void print_value(Output &out, const PrintContext &context, const AggregationValue &value) {
  const AggregationRecord &record = *value.aggregation;
  if (operations_of(record.kind).distribution)
    return print_distribution(out, context, value);
  const int64_t number = scalar_value(value);
  char digits[24];
  char *end =
      record.value_is_signed ? write_signed(digits, number) : write_unsigned(digits, number);
  out.put(' ');
  put_padded(out, {digits, static_cast<size_t>(end - digits)}, 16, false);
}

void print_dump(Output &out, std::span<const std::byte> bytes) {
  constexpr size_t row = 16;
  out.put("\n             0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f  0123456789abcdef\n");
  for (size_t at = 0; at < bytes.size(); at += row) {
    const std::span<const std::byte> part = bytes.subspan(at, std::min(row, bytes.size() - at));
    std::string text;
    out.printf("%10zx:", at);
    for (const std::byte b : part) {
      const auto c = std::to_integer<unsigned char>(b);
      out.put(' ');
      out.put(lower_digits[c >> 4]);
      out.put(lower_digits[c & 15]);
      text += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '.';
    }
    out.pad(' ', 3 * (row - part.size()) + 2);
    out.put(text);
    out.put('\n');
  }
}

} // namespace dtrace
