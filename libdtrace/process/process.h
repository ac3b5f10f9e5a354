// Stage: process. The programs of -c and -p. A -c child is held before its first instruction until
// go(), and is ended when we end, for whatever reason; -p targets keep running unharmed. The end of
// either is seen through pidfds. create(), go() and the destructor belong to one thread (ptrace).
#pragma once
#include "base/diagnostic.h"
#include "process/start_point.h"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dtrace {

// "a 'b c' \"d\"" -> words, as a shell would split them without expanding anything.
Result<std::vector<std::string>> split_command(const std::string &command);

class Processes {
public:
  Processes();
  // Kills a -c child that was never let go: it has not begun. Waits until the others have ended, a
  // second and a bit at most.
  ~Processes();
  Processes(const Processes &) = delete;

  // Of programs created from now on: "NAME=value" sets, "NAME" removes, in order.
  void change_environment(std::vector<std::string> changes) { environment_ = std::move(changes); }
  Result<pid_t> create(const std::string &command); // D_PROC_CREATEFAIL; found through $PATH
  // words: its arguments, the first is its name; not empty.
  Result<pid_t> create(const std::string &file, const std::vector<std::string> &words);
  Result<pid_t> grab(const std::string &pid);       // D_PROC_BADPID, D_PROC_GRAB
  // A -c child that is held runs on to the point, once; nothing for any other process.
  void run_to(pid_t pid, StartPoint point);
  // Whether -c children that are released from now on end with us (the default).
  void let_commands_run(bool run) { ends_commands_ = !run; }
  void end_commands();                              // those now; does not wait
  Result<void> go();                                // lets the -c children run
  Result<void> go(pid_t pid);                       // this one
  Result<void> release(pid_t pid);                  // go(), and it is a target no more, and goes on

  pid_t first_pid() const; // $target; 0: none
  const std::vector<pid_t> &pids() const;
  bool is_child(pid_t pid) const; // of -c
  std::vector<int> fds() const; // readable when a target that still lived has ended
  struct End {
    pid_t pid;
    std::string text; // for the user: "pid 123 has exited", "pid 123 terminated by SIGSEGV" …
    bool as_planned;  // a program of -c that exited with 0: nothing to tell
  };
  std::vector<End> collect(); // targets that ended since the last call
  bool all_ended() const; // there were targets, and none lives

private:
  struct Target;
  Target &add(pid_t pid);
  Result<void> let_go(Target &target);
  std::vector<std::unique_ptr<Target>> targets_;
  std::vector<pid_t> pids_;
  std::vector<std::string> environment_;
  bool ends_commands_ = true;
};

} // namespace dtrace
