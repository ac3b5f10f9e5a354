// Stage: providers. watch's function and name: what is watched, for what, and how many bytes of it.
// Needs no kernel.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dtrace {

// "w", "rw", "x", and with a length "w4", "rw8".
struct WatchName {
  uint32_t type;       // HW_BREAKPOINT_W, _RW or _X
  uint64_t length = 0; // bytes; 0: as many as the variable has
};
std::optional<WatchName> read_watch_name(std::string_view name); // nothing: it is none
// What a probe of watch is called instead; "": the name is right, or says nothing.
std::string explain_watch_name(std::string_view name);

// Whether a breakpoint can have that many bytes: 1, 2, 4 or 8.
bool is_watch_length(uint64_t length);

// "counter", "table+16", "0x404040".
struct WatchPlace {
  std::string variable;               // "": an address
  uint64_t offset = 0;                // of the variable; else the address
};
WatchPlace read_watch_place(std::string_view function);

} // namespace dtrace
