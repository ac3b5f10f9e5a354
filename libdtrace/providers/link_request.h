// Stage: providers. What LinkHolder asks of the process that holds its links: one message each, an
// answer to each. All in one machine's own byte order and by one program, so structures as they are.
#pragma once
#include "providers/user_probes.h"

#include <climits>
#include <cstdint>

namespace dtrace {

enum class LinkKind : uint32_t { Multi, Events };

// Followed by `count` points and by the path with its NUL; the BPF program's descriptor comes with it.
struct LinkRequest {
  LinkKind kind;
  uint32_t count;
  int32_t process;     // 0: every one
  uint32_t at_return;  // 0 or 1
  int32_t event_type;  // of LinkKind::Events: perf_event_attr::type
  uint32_t unused = 0;
};
static_assert(sizeof(LinkRequest) % alignof(UserProbePoint) == 0);

// Copies of the links' descriptors come with it: one, or of LinkKind::Events `made` of them.
struct LinkAnswer {
  int32_t error; // 0, or the first errno
  uint32_t made;
};

// Points of a message. A call of the kernel that sets more of them could not be interrupted in time.
constexpr size_t most_points = 2048, most_events = 128;

constexpr size_t most_request = sizeof(LinkRequest) + most_points * sizeof(UserProbePoint) + PATH_MAX;

} // namespace dtrace
