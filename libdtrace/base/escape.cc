#include "base/escape.h"

#include <cstdint>

namespace dtrace {

void append_escaped(std::string &to, std::string_view text) {
  constexpr std::string_view special = "\a\b\f\n\r\t\v\"\\";
  constexpr std::string_view letters = "abfnrtv\"\\";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (const size_t at = special.find(c); at != special.npos) {
      to += '\\', to += letters[at];
    } else if (c == '\0') {
      to += "\\0";
    } else if (byte < 0x20 || byte >= 0x7f) {
      to += '\\';
      for (int shift = 6; shift >= 0; shift -= 3)
        to += static_cast<char>('0' + (byte >> shift & 7));
    } else {
      to += c;
    }
  }
}

namespace {

// Bytes of the character at the front: 0 when it is not UTF-8.
size_t character_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3
                                                                       : first < 0xf5       ? 4
                                                                                            : 0;
  if (size > text.size())
    return 0;
  for (size_t i = 1; i < size; i++)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80)
      return 0;
  return size;
}

bool is_control(std::string_view character, Lines lines) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 2)
    return first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
  if (lines == Lines::Keep && (first == '\n' || first == '\t'))
    return false;
  return first < 0x20 || first == 0x7f;
}

} // namespace

void append_for_terminal(std::string &to, std::string_view text, Lines lines) {
  while (!text.empty()) {
    const size_t size = character_size(text);
    const std::string_view character = text.substr(0, size ? size : 1);
    if (size == 0 || is_control(character, lines))
      append_escaped(to, character);
    else
      to += character;
    text.remove_prefix(character.size());
  }
}

} // namespace dtrace
