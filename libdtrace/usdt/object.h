// Stage: usdt. dtrace -G: the object to be linked to a program with probes. It holds the semaphores
// of all declared probes, for objects whose header leaves them to be defined here (systemtap's).
// For objects that call the functions which other systems' headers declare, `__dtrace_PROV___PROBE`
// and
// `__dtraceenabled_PROV___PROBE`, it defines these: the first is a probe of its own, whose
// arguments are where the ABI puts them, the second returns the semaphore.
#pragma once
#include "usdt/declaration.h"

#include <span>
#include <string>
#include <vector>

namespace dtrace {
struct Processor;
}

namespace dtrace::usdt {

// Functions that objects call, by declared probe.
struct Calls {
  const Processor *machine = nullptr; // of the objects; null: there is none that tells
  struct Call {
    const Provider *provider;
    const Probe *probe;
    bool is_enabled; // __dtraceenabled_…
    std::string symbol;
  };
  std::vector<Call> calls; // each once
};

// Errors: a file that cannot be read or is not an object, objects of several machines, a call of a
// probe that its provider does not declare. Archives and objects for link-time optimisation tell
// nothing.
Result<Calls> read_calls(std::span<const std::string> paths, std::span<const Provider> providers);

// The bytes of a relocatable ELF file.
Result<std::string> object_bytes(std::span<const Provider> providers, const Processor &machine,
                                 std::span<const Calls::Call> calls);

} // namespace dtrace::usdt
