// dtrace-export. Started by root, it goes on as a user who may do nothing.
#pragma once
#include <expected>
#include <string>

namespace dtrace::stream {

// Nothing is done for whoever is not root. The error says what failed; then nothing should go on.
std::expected<void, std::string> become(const std::string &user);

} // namespace dtrace::stream
