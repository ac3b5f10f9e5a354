// dtrace-export. When started by root, it continues as an unprivileged user.
#pragma once
#include <expected>
#include <string>

namespace dtrace::stream {

// Does nothing unless run by root. The error says what failed: the program must then stop.
std::expected<void, std::string> switch_to(const std::string &user);

} // namespace dtrace::stream
