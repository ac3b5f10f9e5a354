// Stage: base. While one lives, the thread gets no signals; nor does a thread that it makes meanwhile:
// a thread is born with its maker's mask. The thread of the caller handles them.
#pragma once
#include <csignal>

namespace dtrace {

class AllSignalsBlocked {
public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked &) = delete;

private:
  sigset_t before_;
};

} // namespace dtrace
