#include "providers/cpu_news.h"

#include "base/signals_blocked.h"

#include <charconv>
#include <cstdint>
#include <linux/netlink.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dtrace {

namespace {

// The kernel's messages; it alone is heard: others may send to the same group.
constexpr uint32_t kernel_group = 1, kernel_port = 0;
constexpr size_t most_message = 8192;
constexpr int a_moment = 200, forever = -1; // milliseconds

Descriptor open_news() {
  Descriptor news(socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT));
  sockaddr_nl address = {};
  address.nl_family = AF_NETLINK;
  address.nl_groups = kernel_group;
  if (news && bind(news.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
    news.close();
  return news;
}

} // namespace

CpuNews::CpuNews(Listener listener)
    : listener_(std::move(listener)), news_(open_news()), end_(eventfd(0, EFD_CLOEXEC)) {
  if (!news_ || !end_)
    return;
  const AllSignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

CpuNews::~CpuNews() {
  const uint64_t one = 1;
  if (thread_.joinable() && write(end_.get(), &one, sizeof one) == sizeof one)
    thread_.join();
}

void CpuNews::run() {
  pthread_setname_np(pthread_self(), "dtrace-cpus");
  char message[most_message];
  pollfd wait[] = {{news_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
  for (;;) {
    poll(wait, std::size(wait), again_.empty() ? forever : a_moment);
    if (wait[1].revents)
      return;
    sockaddr_nl sender = {};
    socklen_t size = sizeof sender;
    const ssize_t got = recvfrom(news_.get(), message, sizeof message, MSG_DONTWAIT,
                                 reinterpret_cast<sockaddr *>(&sender), &size);
    if (got > 0 && sender.nl_pid == kernel_port)
      take({message, static_cast<size_t>(got)});
    std::erase_if(again_, [&](int cpu) { return listener_(cpu, true); });
  }
}

// "online@/devices/system/cpu/cpu1", a NUL, and more that is not looked at.
void CpuNews::take(std::string_view message) {
  constexpr std::string_view place = "@/devices/system/cpu/cpu";
  message = message.substr(0, message.find('\0'));
  const size_t at = message.find(place);
  if (at == message.npos)
    return;
  const std::string_view action = message.substr(0, at), number = message.substr(at + place.size());
  int cpu = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), cpu);
  if (error != std::errc() || end != number.data() + number.size() ||
      (action != "online" && action != "offline"))
    return;
  std::erase(again_, cpu);
  if (!listener_(cpu, action == "online"))
    again_.push_back(cpu);
}

} // namespace dtrace
