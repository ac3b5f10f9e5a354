// Stage: process. A process of its own that outlives us, to put in order what we would leave
// behind: SIGKILL leaves no time to do it ourselves. It sleeps until it is told to go, or we are
// gone.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"

#include <memory>
#include <sys/types.h>

namespace dtrace {

class Guardian {
public:
  // What it does, with a descriptor of ours, the only one it has but `life`: is readable, or at its
  // end, when it is told or we are gone. As fork() leaves it: other threads may have held any lock,
  // so system calls only.
  using Work = void (*)(int life, int kept);

  // name: of the process, at most 15 bytes, not the tracer's own: who kills all that has that in
  // its name or command line is not to kill both. kept stays the caller's.
  static Result<std::unique_ptr<Guardian>> start(const char *name, int kept, Work work);
  ~Guardian(); // go(), and waits for its end
  Guardian(const Guardian &) = delete;

  void tell(char what); // a byte to read from its `life`
  void go();            // nothing more is told
  void leave();         // go(), and its end is not waited for

private:
  Guardian(pid_t process, Descriptor life) : process_(process), life_(std::move(life)) {}

  pid_t process_;
  Descriptor life_; // it sees the other end close
};

} // namespace dtrace
