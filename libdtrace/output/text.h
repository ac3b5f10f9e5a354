// Stage: output. Small pieces that several printers share: padded text, dates.
#pragma once
#include "base/escape.h"
#include "output/output.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dtrace {

// Padded with spaces to `width`, on the right when `left`.
void put_padded(Output &out, std::string_view text, size_t width, bool left);

// Untrusted text as it may be written to `out`: on a terminal it is escaped by
// append_for_terminal(), with newlines kept. `room` holds the text if it was changed.
std::string_view harmless(const Output &out, std::string_view text, std::string &room);
void append_utf8(std::string &to, uint32_t code_point);

// Nanoseconds since 1970, local time: "1970 Jan  1 00:00:00"; RFC 822: "Thu, 01 Jan 1970 …".
// `digits` of the second's fraction follow, 9 at most.
std::string date(int64_t nanoseconds, int digits = 0);
std::string date_rfc822(int64_t nanoseconds);

} // namespace dtrace
