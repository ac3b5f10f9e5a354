#include "output/json_text.h"

#include "output/text.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <string>

namespace dtrace {

namespace {
constexpr uint32_t foreign_byte = 0xef00; // and the byte: U+EF80 to U+EFFF

// Characters that a string may hold as they are: ASCII but for controls, quotes and backslash.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (unsigned c = 0x20; c < 0x7f; c++)
    plain[c] = c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> plain = make_plain();

uint8_t byte_of(std::string_view text, size_t i) {
  return static_cast<uint8_t>(text[i]);
}

// Bytes of the character of UTF-8 (RFC 3629: shortest form, no surrogates) that `text` begins with;
// 0: there is none, or it is one of those that stand for bytes.
size_t character_size(std::string_view text, uint32_t &character) {
  struct Form {
    uint8_t mask, lead;
    uint32_t least;
  };
  constexpr Form forms[] = {{0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
  const uint8_t first = byte_of(text, 0);
  for (size_t more = 1; more <= std::size(forms); more++) {
    const Form &form = forms[more - 1];
    if ((first & form.mask) != form.lead)
      continue;
    if (text.size() <= more)
      return 0;
    character = first & ~form.mask & 0xff;
    for (size_t i = 1; i <= more; i++) {
      if ((byte_of(text, i) & 0xc0) != 0x80)
        return 0;
      character = character << 6 | (byte_of(text, i) & 0x3f);
    }
    const bool surrogate = character >= 0xd800 && character < 0xe000;
    const bool ours = character >= foreign_byte + 0x80 && character <= foreign_byte + 0xff;
    return character < form.least || character > 0x10ffff || surrogate || ours ? 0 : more + 1;
  }
  return 0;
}

struct Escape {
  char character;
  std::string_view text;
};
constexpr Escape escapes[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\t', "\\t"},
                              {'\r', "\\r"}, {'\b', "\\b"},  {'\f', "\\f"}};

void put_escape(Output &out, uint32_t character) {
  for (const Escape &escape : escapes)
    if (static_cast<uint8_t>(escape.character) == character)
      return out.put(escape.text);
  char text[] = "\\u0000";
  for (int i = 0; i < 4; i++)
    text[5 - i] = lower_digits[character >> (4 * i) & 15];
  out.put(std::string_view(text, 6));
}

// What `text` begins with is not a plain character: writes it, and returns its bytes. U+007F to
// U+009F steer terminals: they are escaped.
size_t put_special(Output &out, std::string_view text) {
  const uint8_t first = byte_of(text, 0);
  if (first < 0x80)
    return put_escape(out, first), 1;
  uint32_t character = 0;
  const size_t size = character_size(text, character);
  if (size == 0 || character < 0xa0)
    return put_escape(out, size ? character : foreign_byte + first), size ? size : 1;
  out.put(text.substr(0, size));
  return size;
}
} // namespace

void put_json_string(Output &out, std::string_view text) {
  out.put('"');
  while (!text.empty()) {
    size_t run = 0;
    while (run < text.size() && plain[byte_of(text, run)])
      run++;
    out.put(text.substr(0, run));
    text.remove_prefix(run);
    if (!text.empty())
      text.remove_prefix(put_special(out, text));
  }
  out.put('"');
}

void put_json_float(Output &out, long double value) {
  if (!std::isfinite(value))
    return out.put(std::string_view("null"));
  char text[64];
  out.put(std::string_view(text, snprintf(text, sizeof text, "%.17Lg", value)));
}

void put_json_bytes(Output &out, std::span<const std::byte> bytes) {
  out.put('"');
  for (const std::byte byte : bytes) {
    char *to = out.reserve(2);
    to[0] = lower_digits[std::to_integer<uint8_t>(byte) >> 4];
    to[1] = lower_digits[std::to_integer<uint8_t>(byte) & 15];
    out.advance(to + 2);
  }
  out.put('"');
}

} // namespace dtrace
