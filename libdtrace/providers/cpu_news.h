// Stage: providers. Hears of CPUs that come and go while it lives: the kernel's own messages to udev
// (netlink(7), NETLINK_KOBJECT_UEVENT; "online@/devices/system/cpu/cpu1"). Costs nothing between them.
#pragma once
#include "base/descriptor.h"

#include <functional>
#include <string_view>
#include <thread>
#include <vector>

namespace dtrace {

class CpuNews {
public:
  // Called in a thread of its own. False: to be told again in a moment.
  using Listener = std::function<bool(int cpu, bool online)>;
  explicit CpuNews(Listener listener);
  ~CpuNews(); // after it the listener is not called any more
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
