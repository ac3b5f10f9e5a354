// Stage: symbols. What processes map, as it happens: the kernel's side-band events (perf_event_open(2):
// PERF_RECORD_MMAP2, FORK, COMM) of every CPU in, a UserSymbols that knows of processes however short
// they live out.
#pragma once
#include "base/descriptor.h"
#include "base/mapping.h"
#include "symbols/symbols.h"

#include <span>

namespace dtrace {

class MappingEvents {
public:
  // Null where the kernel does not allow it: then only what lives when it is asked for has names.
  static std::unique_ptr<MappingEvents> open();

  // What happened since the last call, in order of time over all CPUs.
  void take(UserSymbols &symbols);

private:
  struct Buffer {
    Descriptor event;
    Mapping memory; // a page of the kernel's, then the events
  };
  struct Event {
    uint64_t time;
    size_t at; // in bytes_
  };
  MappingEvents() = default;
  bool open_on(int cpu);
  void copy(const Buffer &buffer);
  void apply(UserSymbols &symbols, size_t at) const;

  std::vector<Buffer> buffers_;
  std::vector<char> bytes_;
  std::vector<Event> events_;
};

} // namespace dtrace
