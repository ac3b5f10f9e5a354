// Stage: providers. Reports CPUs that come online or go offline while this object lives: the
// kernel's own messages to udev (netlink(7), NETLINK_KOBJECT_UEVENT;
// "online@/devices/system/cpu/cpu1"). Costs nothing between them.
#pragma once
#include "base/descriptor.h"

#include <functional>
#include <string_view>
#include <thread>
#include <vector>

namespace dtrace {

class CpuNews {
public:
  // Called in a thread of its own. False: call it again in a moment.
  using Listener = std::function<bool(int cpu, bool online)>;
  explicit CpuNews(Listener listener);
  ~CpuNews(); // afterwards the listener is not called
  CpuNews(const CpuNews &) = delete;

private:
  void run();
  void take(std::string_view message);

  Listener listener_;
  Descriptor news_, end_; // the socket; readable: it is over
  std::vector<int> again_; // CPUs that came, to be told of again
  std::thread thread_;
};

} // namespace dtrace
