// Stage: providers. What the provider of probes in programs (Registry::find("usdt")) takes from a
// program, and what its functions in bpf/ take from it.
#pragma once
#include "providers/provider.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

// The types that notes do not tell, from a declaration
//     provider shop { probe order__start(int id, const char *customer); };
// probe as declared: order__start. The arguments' sources are those of the notes.
void declare_usdt_probe(Provider &usdt, std::string_view provider, std::string_view probe,
                        ProbeArguments arguments);

// #pragma D attributes Evolving/Evolving/Common provider shop name
// part: name or args; others say nothing of a probe.
void declare_usdt_attributes(Provider &usdt, std::string_view provider, std::string_view part,
                             const Attributes &attributes);

// The constants of bpf/provider_usdt.c, once all probes are matched; none when there is no probe.
struct UsdtConstant {
  std::string symbol, bytes;
  bool grows = false; // is to be memory that we write to while tracing
};
std::vector<UsdtConstant> usdt_constants(const Provider &usdt);

// That memory, until release(); empty: there is none.
void give_usdt_memory(Provider &usdt, std::span<std::byte> rows);

} // namespace dtrace
