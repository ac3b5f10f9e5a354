// Stage: providers. fbt:module:function:1c: the probe on the instruction at that offset of a function of
// the kernel, as the pid provider names them. Each comes into being when a description spells its
// function and its offset out; there is no list of them. By kprobes, whatever fbtmethod says. Where
// instructions begin is the kernel's knowledge: it refuses other places when the probe is attached.
#pragma once
#include "providers/fbt_attach.h"
#include "providers/traceable_functions.h"
#include "symbols/kallsyms.h"

#include <deque>
#include <memory>
#include <span>

namespace dtrace {

class FbtOffsets {
public:
  static constexpr const char *key = "fbt_offset"; // of the program

  // Both outlive it.
  FbtOffsets(Provider &owner, TraceableFunctions &functions) : owner_(owner), functions_(functions) {}

  // Whether the description asks for one: an offset of a function, both without globs.
  static bool means_offset(const ProbeDescription &description);
  // Offers the probe, if there is such a function. An error: what is wrong with the offset.
  Result<void> match(const ProbeDescription &description, const ProbeSink &sink);
  void match_id(uint32_t id, const ProbeSink &sink) const;
  bool has(const Probe &probe) const;

  static ProgramSpec program();
  Result<void> attach(std::span<const Probe> probes, const LoadedProgram &program,
                      const ProgressSink &progress, Links &links) const;

private:
  struct Place {
    uint64_t function, offset; // addresses of the kernel
  };
  Result<uint64_t> start_of(const TraceableFunction &function);
  Result<void> check_inside(const TraceableFunction &function, const Place &place);
  const Probe &add(const TraceableFunction &function, const Place &place);

  Provider &owner_;
  TraceableFunctions &functions_;
  std::unique_ptr<KallsymsIndex> symbols_; // read on first use
  std::deque<Probe> probes_;               // by number, which is the id less the first one
  std::deque<Place> places_;               // the same
};

} // namespace dtrace
