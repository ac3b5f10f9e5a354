#include "output/text.h"

#include <ctime>

namespace dtrace {

void put_padded(Output &out, std::string_view text, size_t width, bool left) {
  const size_t room = width > text.size() ? width - text.size() : 0;
  if (!left)
    out.pad(' ', room);
  out.put(text);
  if (left)
    out.pad(' ', room);
}

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
// Bytes at the front of `text` that steer a terminal (ECMA-48: C0, DEL, and C1 in UTF-8), or 0.
size_t control_at_front(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) == 0xc2 && text.size() > 1 && byte(1) >= 0x80 && byte(1) < 0xa0)
    return 2;
  return (byte(0) < 0x20 && text[0] != '\n' && text[0] != '\t') || byte(0) == 0x7f;
}
} // namespace

std::string_view harmless(const Output &out, std::string_view text, std::string &room) {
  if (!out.is_terminal())
    return text;
  room.clear();
  while (!text.empty()) {
    if (const size_t size = control_at_front(text)) {
      append_escaped(room, text.substr(0, size));
      text.remove_prefix(size);
    } else {
      room += text[0];
      text.remove_prefix(1);
    }
  }
  return room;
}

void append_utf8(std::string &to, uint32_t c) {
  if (c < 0x80) {
    to += static_cast<char>(c);
    return;
  }
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
    c = 0xfffd;
  const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
  to += static_cast<char>(lead[more] | c >> (6 * more));
  for (int i = more - 1; i >= 0; i--)
    to += static_cast<char>(0x80 | (c >> (6 * i) & 0x3f));
}

namespace {
std::string date_as(int64_t nanoseconds, const char *format) {
  constexpr int64_t second = 1000000000;
  const time_t seconds = nanoseconds / second - (nanoseconds % second < 0);
  tm broken_down{};
  char text[64];
  if (!localtime_r(&seconds, &broken_down) || !strftime(text, sizeof text, format, &broken_down))
    return std::to_string(nanoseconds);
  return text;
}
} // namespace

std::string date(int64_t nanoseconds, int digits) {
  std::string text = date_as(nanoseconds, "%Y %b %e %H:%M:%S");
  if (digits <= 0)
    return text;
  constexpr int64_t second = 1000000000;
  const std::string fraction = std::to_string((nanoseconds % second + second) % second + second);
  return text + '.' + fraction.substr(1, digits);
}
std::string date_rfc822(int64_t nanoseconds) {
  return date_as(nanoseconds, "%a, %d %b %Y %H:%M:%S %Z");
}

} // namespace dtrace
