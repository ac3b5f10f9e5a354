#include "providers/link_holder.h"

#include "providers/link_process.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace dtrace {

namespace {
constexpr int beat_milliseconds = 50;
} // namespace

int LinkHolder::start() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return errno;
  socket_ = Descriptor(ends[0]);
  const Descriptor other(ends[1]);
  constexpr int room = 2 * most_request;
  setsockopt(socket_.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  auto process = Guardian::start("probe-holder", other.get(), hold_links);
  if (!process)
    return errno ? errno : EAGAIN;
  process_ = std::move(*process);
  return 0;
}

bool LinkHolder::send(const LinkRequest &request, std::span<const UserProbePoint> points,
                      const std::string &path, int program_fd) {
  iovec parts[] = {{const_cast<LinkRequest *>(&request), sizeof request},
                   {const_cast<UserProbePoint *>(points.data()), points.size_bytes()},
                   {const_cast<char *>(path.c_str()), path.size() + 1}};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = std::size(parts);
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr *rights = CMSG_FIRSTHDR(&message);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof program_fd);
  memcpy(CMSG_DATA(rights), &program_fd, sizeof program_fd);
  ssize_t sent;
  while ((sent = sendmsg(socket_.get(), &message, MSG_NOSIGNAL)) < 0 && errno == EINTR)
    ;
  return sent > 0;
}

bool LinkHolder::receive(LinkAnswer &answer) {
  iovec part = {&answer, sizeof answer};
  alignas(cmsghdr) char control[CMSG_SPACE(most_events * sizeof(int))];
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t size;
  while ((size = recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
    ;
  if (size != sizeof answer)
    return false;
  if (const cmsghdr *rights = CMSG_FIRSTHDR(&message)) {
    const size_t count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    copies_.resize(copies_.size() + count);
    memcpy(copies_.data() + copies_.size() - count, CMSG_DATA(rights), count * sizeof(int));
  }
  return true;
}

int LinkHolder::make(const LinkRequest &request, std::span<const UserProbePoint> points,
                     const std::string &path, int program_fd, size_t *made) {
  if (path.size() >= PATH_MAX)
    return ENAMETOOLONG;
  if (!process_)
    if (const int error = start())
      return error;
  LinkAnswer answer;
  if (!send(request, points, path, program_fd) || !receive(answer))
    return EOWNERDEAD;
  const bool all = request.kind == LinkKind::Multi && !answer.error;
  probes_ += all ? points.size() : answer.made;
  if (made)
    *made += answer.made;
  return answer.error;
}

// True: it has taken out every probe. A byte comes for each link, lost when we are slow to take them.
bool LinkHolder::wait(const ProgressSink &progress) {
  for (size_t closed = 0;
       !progress || progress("probes removed", probes_ * closed / links_, probes_);) {
    pollfd wait = {socket_.get(), POLLIN, 0};
    poll(&wait, 1, beat_milliseconds);
    char one;
    ssize_t got = 0;
    while ((got = recv(socket_.get(), &one, sizeof one, MSG_DONTWAIT)) > 0)
      closed = std::min(closed + 1, links_);
    if (got == 0 || (errno != EAGAIN && errno != EINTR))
      return true;
  }
  return false;
}

// Of the last ones each close waits until no CPU runs the probe any more, unless several wait together.
void LinkHolder::close_copies(bool are_last) {
  constexpr size_t most_closers = 32;
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < copies_.size();)
      close(copies_[i]);
  };
  {
    std::vector<std::jthread> closers;
    for (size_t i = 1; are_last && i < std::min(copies_.size(), most_closers); i++)
      closers.emplace_back(work);
    work();
  }
  copies_.clear();
}

void LinkHolder::begin_release() {
  if (!process_ || links_)
    return;
  pollfd other = {socket_.get(), POLLIN, 0}; // it says nothing unasked: this is its end
  const bool was_killed = poll(&other, 1, 0) > 0;
  links_ = std::max<size_t>(copies_.size(), 1);
  close_copies(was_killed);
  shutdown(socket_.get(), SHUT_WR);
}

void LinkHolder::release(const ProgressSink &progress) {
  begin_release();
  if (!process_)
    return;
  if (!wait(progress))
    process_->leave();
  process_.reset();
  socket_.close();
  probes_ = links_ = 0;
}

} // namespace dtrace
