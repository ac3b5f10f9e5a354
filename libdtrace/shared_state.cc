#include "shared_state.h"

#include "base/clock.h"
#include "system/pid_numbers.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <unistd.h>

namespace dtrace {

namespace {
std::span<const dt_cpu> cpus_of(const LoadedObject &object) {
  const auto memory = object.mapped("dt_cpus");
  return {reinterpret_cast<const dt_cpu *>(memory.data()),
          std::min<size_t>(memory.size() / sizeof(dt_cpu), possible_cpus())};
}
} // namespace

SharedState::SharedState(const LoadedObject &object, bool tells_machine)
    : state_(*reinterpret_cast<dt_state *>(object.mapped("dt_state").data())),
      cpus_(cpus_of(object)), tells_machine_(tells_machine) {}

void SharedState::begin(pid_t target) {
  state_.generation = 1;
  state_.self_pid = static_cast<uint32_t>(shown_pid(getpid()));
  state_.target = static_cast<uint32_t>(shown_pid(target));
  refresh();
}

void SharedState::refresh() {
  state_.wall_offset = clock_time(CLOCK_REALTIME) - monotonic_time();
  if (tells_machine_)
    machine_.refresh(state_);
}

void SharedState::activate() {
  uint32_t inactive = DT_INACTIVE;
  std::atomic_ref(state_.activity).compare_exchange_strong(inactive, DT_ACTIVE);
}

void SharedState::drain() {
  std::atomic_ref(state_.activity).store(DT_DRAINING);
}

bool SharedState::is_draining() const {
  return std::atomic_ref(state_.activity).load() == DT_DRAINING;
}

} // namespace dtrace
