// Stage: process. A separate process that outlives this one and cleans up after it, since SIGKILL
// leaves us no time to do that. It sleeps until it is told to go, or until we are gone.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"

#include <memory>
#include <sys/types.h>

namespace dtrace {

class Guardian {
public:
  // Its work, with one descriptor of ours. Besides that it has only `life`, which becomes readable,
  // or reaches its end, when it is told to go or we are gone. As fork() leaves it: other threads
  // may have held any lock, so system calls only.
  using Work = void (*)(int life, int kept);

  // name: of the process, at most 15 bytes. It differs from the tracer's name, so that killing all
  // processes of that name does not kill both. The caller still owns `kept`.
  static Result<std::unique_ptr<Guardian>> start(const char *name, int kept, Work work);
  ~Guardian(); // go(), and waits for its end
  Guardian(const Guardian &) = delete;

  void tell(char what); // a byte to read from its `life`
  void go();            // no longer tells it anything
  void leave();         // go(), and its end is not waited for

private:
  Guardian(pid_t process, Descriptor life) : process_(process), life_(std::move(life)) {}

  pid_t process_;
  Descriptor life_; // it sees the other end close
};

} // namespace dtrace
