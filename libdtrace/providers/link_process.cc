#include "providers/link_process.h"

#include "providers/link_request.h"
#include "system/bpf.h"
#include "system/perf_event.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dtrace {

namespace {

// Its memory is a copy of the tracer's, in which another thread may have held any lock: nothing here
// allocates.
alignas(LinkRequest) char request_bytes[most_request];
uint64_t offsets[most_points], cookies[most_points], counters[most_points];
int new_links[most_events];
int socket_fd;
int last_link; // the greatest number; links are the only descriptors above the socket's
std::atomic<int> next_to_close;

struct Request {
  const LinkRequest &head;
  const UserProbePoint *points;
  const char *path;
  int program;
};

// ---- Making ----------------------------------------------------------------------------------

int make_multi_link(const Request &request) {
  bool counts = false;
  for (uint32_t i = 0; i < request.head.count; i++) {
    offsets[i] = request.points[i].offset;
    cookies[i] = request.points[i].cookie;
    counters[i] = request.points[i].semaphore;
    counts |= counters[i] != 0;
  }
  return bpf::link_places(request.program, {.path = request.path,
                                            .offsets = offsets,
                                            .cookies = cookies,
                                            .counters = counts ? counters : nullptr,
                                            .count = request.head.count,
                                            .process = static_cast<uint32_t>(request.head.process),
                                            .at_return = request.head.at_return != 0})
      .release();
}

// /sys/bus/event_source/devices/uprobe: format/retprobe: bit 0 of config; format/ref_ctr_offset: bits
// 32 to 63.
constexpr unsigned counter_shift = 32;

Descriptor open_event(const Request &request, const UserProbePoint &point) {
  perf_event_attr attributes = {};
  attributes.type = request.head.event_type;
  attributes.config = request.head.at_return | point.semaphore << counter_shift;
  attributes.uprobe_path = reinterpret_cast<uint64_t>(request.path);
  attributes.probe_offset = point.offset;
  const int process = request.head.process ? request.head.process : -1;
  return open_perf_event(attributes, process, process == -1 ? 0 : -1);
}

// Holds the event.
int make_event_link(const Request &request, const UserProbePoint &point) {
  const Descriptor event = open_event(request, point);
  if (!event)
    return -1;
  Descriptor link = bpf::link_event(request.program, event.get(), point.cookie);
  if (link)
    ioctl(event.get(), PERF_EVENT_IOC_ENABLE, 0);
  return link.release();
}

bool is_of_all(int error) {
  return error == ESRCH || error == EMFILE || error == EPERM || error == EACCES;
}

LinkAnswer make_event_links(const Request &request) {
  LinkAnswer answer = {};
  for (uint32_t i = 0; i < request.head.count && !is_of_all(answer.error); i++) {
    const int link = make_event_link(request, request.points[i]);
    if (link >= 0)
      new_links[answer.made++] = link;
    else if (!answer.error || is_of_all(errno))
      answer.error = errno;
  }
  return answer;
}

LinkAnswer make_links(const Request &request) {
  if (request.head.kind == LinkKind::Events)
    return make_event_links(request);
  new_links[0] = make_multi_link(request);
  return new_links[0] < 0 ? LinkAnswer{errno, 0} : LinkAnswer{0, 1};
}

// ---- Messages --------------------------------------------------------------------------------

// The program's descriptor, or -1 when no message comes any more.
int receive() {
  iovec part = {request_bytes, sizeof request_bytes};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t size;
  while ((size = recvmsg(socket_fd, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
    ;
  const cmsghdr *rights = size > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  int program = -1;
  if (rights)
    memcpy(&program, CMSG_DATA(rights), sizeof program);
  return program;
}

void answer(LinkAnswer answer) {
  iovec part = {&answer, sizeof answer};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof new_links)] = {};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (answer.made) {
    const size_t size = answer.made * sizeof(int);
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(size);
    cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(rights), new_links, size);
  }
  while (sendmsg(socket_fd, &message, MSG_NOSIGNAL) < 0 && errno == EINTR)
    ;
}

// ---- Letting go ------------------------------------------------------------------------------

// Each close waits until no CPU runs the probe any more, unless several wait together. The last made
// goes first: what stops a target that loads something was made behind the others.
int close_links(void *) {
  constexpr char one = 0;
  for (int fd; (fd = next_to_close--) > socket_fd;)
    if (syscall(SYS_close, fd) == 0)
      send(socket_fd, &one, sizeof one, MSG_DONTWAIT | MSG_NOSIGNAL);
  return 0;
}

void close_all() {
  constexpr int most_closers = 32;
  constexpr size_t stack_size = 16384;
  next_to_close = last_link;
  const int links = last_link - socket_fd;
  char *stacks = static_cast<char *>(mmap(nullptr, most_closers * stack_size, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  for (int i = 1; i < links && i < most_closers && stacks != MAP_FAILED; i++)
    clone(close_links, stacks + i * stack_size, CLONE_VM | CLONE_FILES, nullptr);
  close_links(nullptr);
  while (waitpid(-1, nullptr, __WALL) > 0 || errno == EINTR)
    ;
}

} // namespace

void hold_links(int, int asked) {
  socket_fd = last_link = asked;
  int program;
  while ((program = receive()) >= 0) {
    const auto &head = *reinterpret_cast<const LinkRequest *>(request_bytes);
    const auto *points = reinterpret_cast<const UserProbePoint *>(&head + 1);
    const LinkAnswer made =
        make_links({head, points, reinterpret_cast<const char *>(points + head.count), program});
    close(program);
    for (uint32_t i = 0; i < made.made; i++)
      last_link = std::max(last_link, new_links[i]);
    answer(made);
  }
  close_all();
}

} // namespace dtrace
