// Stage: providers. The owner of all links to places in programs (uprobes) of a session. They are made
// and held by a process of its own, called probe-holder, which is there from the first link on.
// Whoever takes out a breakpoint writes to the traced program's memory; the kernel does not let a
// process that is being killed do that, so the breakpoint would stay. We hold copies in case the
// other process is killed.
#pragma once
#include "base/descriptor.h"
#include "process/guardian.h"
#include "providers/link_request.h"
#include "providers/provider.h"

#include <memory>
#include <span>
#include <vector>

namespace dtrace {

class LinkHolder {
public:
  explicit LinkHolder(ProgressSink progress) : progress_(std::move(progress)) {} // of attaching
  ~LinkHolder() { release({}); }
  LinkHolder(const LinkHolder &) = delete;

  // Returns 0 or an errno: EOWNERDEAD when the other process was killed. Of LinkKind::Events some
  // links may be there, those are counted in `made`. request.count and the points are of one number,
  // at most most_points or most_events.
  int make(const LinkRequest &request, std::span<const UserProbePoint> points, const std::string &path,
           int program_fd, size_t *made = nullptr);
  // Whether to continue attaching.
  bool go_on(size_t done, size_t total) const {
    return !progress_ || progress_("probes set", done, total);
  }
  void begin_release(); // detaches all, does not wait
  // The same, and waits until it is done, or `progress` says that it is to be done without us.
  void release(const ProgressSink &progress);

private:
  int start();
  bool send(const LinkRequest &request, std::span<const UserProbePoint> points,
            const std::string &path, int program_fd);
  bool receive(LinkAnswer &answer);
  bool wait(const ProgressSink &progress); // for the other process's end
  void close_copies(bool are_last);

  ProgressSink progress_;
  std::unique_ptr<Guardian> process_;
  Descriptor socket_;
  std::vector<int> copies_;
  size_t probes_ = 0, links_ = 0;
};

} // namespace dtrace
