// Units of time, as options (-x aggrate=100ms) and the names of profile and tick probes write them.
// Guide: chapters "Options and Tunables" and "profile Provider".
#pragma once
#include <cstdint>
#include <string_view>

namespace dtrace {

constexpr uint64_t kSecond = 1'000'000'000; // ns

struct Unit {
  std::string_view suffix; // in small letters
  uint64_t factor;         // to the unit that counts: ns, bytes
};

constexpr Unit time_units[] = {
    {"ns", 1},
    {"nsec", 1},
    {"us", 1000},
    {"usec", 1000},
    {"ms", 1'000'000},
    {"msec", 1'000'000},
    {"s", kSecond},
    {"sec", kSecond},
    {"m", 60 * kSecond},
    {"min", 60 * kSecond},
    {"h", 3600 * kSecond},
    {"hour", 3600 * kSecond},
    {"d", 86400 * kSecond},
    {"day", 86400 * kSecond},
};

} // namespace dtrace
