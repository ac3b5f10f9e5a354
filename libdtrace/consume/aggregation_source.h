// Stage: consume. Where aggregations' values come from: kernel/ implements it over the BPF maps,
// tests over bytes.
#pragma once
#include "analysis/manifest.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace dtrace {

class AggregationSource {
public:
  virtual ~AggregationSource() = default;

  // `key`: key_size bytes (none: empty). `values`: one value of abi/aggregation.h a CPU, `stride`
  // bytes apart, the first at 0. Both are valid during the call.
  using Visit = std::function<void(std::span<const std::byte> key,
                                   std::span<const std::byte> values, size_t stride)>;
  // All keys that were ever updated and not forgotten; one read is enough to see every update that
  // ended before the call.
  virtual void read(const AggregationRecord &aggregation, const Visit &visit) = 0;

  // Adds 1 to dt_state.generation; returns the new one.
  virtual uint64_t advance_generation() = 0;

  // Removes a key from the map and hands over its last values (lookup-and-delete). false: not done,
  // nothing was visited.
  virtual bool forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
                      const Visit &last) = 0;

  // The id under which a stack's unwound frames are known from now on; 0: it cannot be unwound.
  // `base`: what `stack` is a field of (UserStack with a copy).
  virtual uint64_t stack_id(const Field & /*stack*/, const std::byte * /*base*/) { return 0; }

  // What an address in a key is printed as: addresses of one name are one key. "": it has no name.
  virtual std::string name(const Field &, uint64_t /*process*/, uint64_t /*address*/) { return {}; }
};

} // namespace dtrace
