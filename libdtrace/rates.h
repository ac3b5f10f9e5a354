// When repeated work is due while tracing, by the options switchrate, statusrate and aggpublish.
#pragma once
#include "language/options.h"

#include <cstdint>

namespace dtrace {

constexpr int gather_milliseconds = 10;

class Rates {
public:
  explicit Rates(const Options &options) : options_(options) {} // keeps the reference

  // With switchrate the buffers are read at that rate alone; without it whenever something is
  // there.
  bool reads_at_a_rate() const;
  int until_reading()
      const; // milliseconds, at least 1; statusrate says how often we look for an exit()
  int until_publishing() const; // milliseconds; at most a beat, the longest that anything waits

  // True: due now; the next time is one interval later. at_end: what remains is always read and
  // reported.
  bool is_time_to_read(bool at_end);
  bool is_time_to_publish();
  bool is_time_to_tell_drops(bool at_end);

private:
  const Options &options_;                                     // setopt() changes them
  uint64_t next_read_ = 0, next_publish_ = 0, next_drops_ = 0; // monotonic, ns
};

} // namespace dtrace
