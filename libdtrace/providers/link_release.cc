#include "providers/link_release.h"

#include "base/signals_blocked.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace dtrace {

void release(std::vector<std::unique_ptr<Link>> &links, const ProgressSink &progress) {
  constexpr size_t of_one = 16, most_threads = 64;
  constexpr std::chrono::milliseconds beat(50);
  const size_t threads = std::min(links.size() / of_one, most_threads);
  std::atomic<size_t> next = 0, done = 0;
  std::mutex mutex;
  std::condition_variable finished;
  const auto work = [&] {
    for (size_t i; (i = next++) < links.size();) {
      links[i].reset();
      if (++done == links.size()) {
        const std::lock_guard lock(mutex);
        finished.notify_one();
      }
    }
  };
  {
    std::vector<std::jthread> workers;
    {
      const AllSignalsBlocked blocked;
      for (size_t i = 0; i < threads; i++)
        workers.emplace_back(work);
    }
    if (!threads)
      work();
    std::unique_lock lock(mutex);
    while (!finished.wait_for(lock, beat, [&] { return done == links.size(); }))
      if (progress)
        (void)progress("probes removed", done, links.size());
  }
  links.clear();
}

} // namespace dtrace
