// Stage: providers. cpc's names of probes: <event>-<mode>-<count>. Needs no kernel.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dtrace {

struct CpcEvent {
  const char *name;
  uint32_t type; // enum perf_type_id
  uint64_t config;
  uint64_t least; // count at which a probe may fire
  const char *doc;
};
std::span<const CpcEvent> cpc_events();

struct CpcProbe {
  const CpcEvent *event;
  uint64_t config; // the event's own, or what r<hexadecimal digits> says
  bool user, kernel; // where it counts
  uint64_t count; // the probe fires each time that so many have been counted
};
std::optional<CpcProbe> read_cpc_name(std::string_view name); // nothing: it is none
// What is wrong with a name that is not one; "": nobody can tell.
std::string explain_cpc_name(std::string_view name);

} // namespace dtrace
