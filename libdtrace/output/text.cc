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

std::string_view harmless(const Output &out, std::string_view text, std::string &room) {
  if (!out.is_terminal())
    return text;
  room.clear();
  append_for_terminal(room, text, Lines::Keep);
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
