// Stage: usdt. Where a symbol that a note's argument names lies, as the file was linked. Asked for
// seldom: each question reads the file's symbol tables through.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dtrace::usdt {

std::optional<uint64_t> symbol_address(const std::string &path, std::string_view name);

} // namespace dtrace::usdt
