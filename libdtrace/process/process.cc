// Stage: process. A -c child is started under ptrace, which stops it when its program is in place
// and before its first instruction; go() detaches, and from then on a process of its own ends the
// child when we do. Should we die before that, the kernel kills it. A -p target is never stopped:
// its pidfd alone is held.
#include "process/process.h"

#include "base/descriptor.h"
#include "process/command_guard.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace dtrace {

struct Processes::Target {
  explicit Target(pid_t pid) : pid(pid) {}
  Target(const Target &) = delete;

  const pid_t pid;
  Descriptor pidfd{};
  bool is_child = false;
  bool held = false;
  bool ended = false;
  bool at_start_point = false;
  std::optional<int> status{};           // it ended before go()
  std::unique_ptr<CommandGuard> guard{}; // of a child that runs, and is to end with us

  ~Target() {
    if (guard) {
      guard.reset();
      if (!ended)
        waitpid(pid, nullptr, 0);
    }
    // A child that never began has nothing to lose, and was not meant to run untraced.
    if (held) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }
};

namespace {

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// All that the child of a fork needs, made before: another thread may hold the allocator's lock for
// ever there, so it makes system calls and nothing else (signal-safety(7)).
class NewProgram {
public:
  NewProgram(const std::string &file, const std::vector<std::string> &words,
             const std::vector<std::string> &changes)
      : file_(file.c_str()) {
    for (const std::string &word : words)
      arguments_.push_back(const_cast<char *>(word.c_str()));
    arguments_.push_back(nullptr);
    for (char **each = environ; *each; each++)
      if (std::ranges::none_of(changes, [&](const std::string &change) {
            return name_of(change) == name_of(*each);
          }))
        variables_.push_back(*each);
    // The last that is said of a name counts.
    for (size_t i = 0; i < changes.size(); i++)
      if (changes[i].contains('=') &&
          std::none_of(changes.begin() + i + 1, changes.end(), [&](const std::string &later) {
            return name_of(later) == name_of(changes[i]);
          }))
        variables_.push_back(const_cast<char *>(changes[i].c_str()));
    variables_.push_back(nullptr);
  }

  // In the child. When `parent` ends before it is the tracer, another process is, which would never
  // let go.
  [[noreturn]] void run_traced(pid_t parent, int error_pipe) {
    environ = variables_.data(); // where execvp() looks for PATH, too
    const bool is_traced = ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0;
    if (getppid() != parent)
      _exit(127);
    if (is_traced)
      execvp(file_, arguments_.data());
    const int error = errno;
    [[maybe_unused]] const ssize_t written = write(error_pipe, &error, sizeof error);
    _exit(127);
  }

private:
  static std::string_view name_of(std::string_view variable) {
    return variable.substr(0, variable.find('='));
  }

  const char *file_;
  std::vector<char *> arguments_, variables_;
};

// The child's errno when it could not become the program; 0: it did, and its end of the pipe was
// closed by exec.
int read_error(int error_pipe) {
  int error = 0;
  while (read(error_pipe, &error, sizeof error) < 0 && errno == EINTR) {
  }
  return error;
}

Failure not_created(const std::string &command, const std::string &why) {
  return fail(Tag::D_PROC_CREATEFAIL, {}, "failed to execute %s: %s", command.c_str(), why.c_str());
}

std::string describe_end(pid_t pid, int status) {
  if (WIFSIGNALED(status)) {
    const char *name = sigabbrev_np(WTERMSIG(status));
    return format("pid %d terminated by %s%s", pid, name ? "SIG" : "signal ",
                  name ? name : std::to_string(WTERMSIG(status)).c_str());
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
    return format("pid %d exited with status %d", pid, WEXITSTATUS(status));
  return format("pid %d has exited", pid);
}

Descriptor open_pidfd(pid_t pid) {
  return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

} // namespace

Processes::Processes() = default;
Processes::~Processes() = default;

Processes::Target &Processes::add(pid_t pid) {
  targets_.push_back(std::make_unique<Target>(pid));
  pids_.push_back(pid);
  return *targets_.back();
}

Result<pid_t> Processes::create(const std::string &command) {
  TRY(words, split_command(command));
  if (words.empty())
    return fail(Tag::D_PROC_CREATEFAIL, {}, "the command of -c is empty");
  return create(words[0], words);
}

Result<pid_t> Processes::create(const std::string &file, const std::vector<std::string> &words) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return not_created(file, strerror(errno));
  const Descriptor our_end(ends[0]);
  Descriptor child_end(ends[1]);
  NewProgram program(file, words, environment_);
  const pid_t parent = getpid(), pid = fork();
  if (pid == 0)
    program.run_traced(parent, child_end.get());
  const int fork_error = pid < 0 ? errno : 0;
  child_end.close(); // the child's alone
  const int error = pid < 0 ? fork_error : read_error(our_end.get());
  const int status = pid < 0 ? 0 : wait_for(pid);
  if (error)
    return not_created(file, strerror(error));
  if (!WIFSTOPPED(status))
    return not_created(file, "it ended before its first instruction");
  Target &target = add(pid);
  target.is_child = target.held = true;
  ptrace(PTRACE_SETOPTIONS, pid, nullptr, PTRACE_O_EXITKILL); // until go()
  target.pidfd = open_pidfd(pid);
  if (!target.pidfd)
    return not_created(file, strerror(errno));
  return pid;
}

Result<pid_t> Processes::grab(const std::string &text) {
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
  if (error != std::errc() || *end || pid <= 0)
    return fail(Tag::D_PROC_BADPID, {}, "invalid pid: %s", text.c_str());
  Descriptor pidfd = open_pidfd(pid);
  if (!pidfd) // EINVAL: a thread, but not its process's first
    return fail(Tag::D_PROC_GRAB, {}, "failed to grab pid %d: %s", pid,
                errno == EINVAL ? "it is a thread, not a process" : strerror(errno));
  add(pid).pidfd = std::move(pidfd);
  return pid;
}

void Processes::run_to(pid_t pid, StartPoint point) {
  for (const auto &target : targets_) {
    if (target->pid != pid || !target->held || target->at_start_point)
      continue;
    target->at_start_point = true;
    int status = 0;
    if (!dtrace::run_to(pid, point, &status)) {
      target->held = false;
      target->status = status;
    }
  }
}

// ESRCH: it was killed while it waited; collect() tells.
Result<void> Processes::let_go(Target &target) {
  if (target.held && ends_commands_) {
    TRY(guard, CommandGuard::open(target.pidfd.get()));
    target.guard = std::move(guard);
  }
  if (target.held && ptrace(PTRACE_DETACH, target.pid, nullptr, nullptr) != 0 && errno != ESRCH)
    return fail(Tag::D_PROC_GRAB, {}, "failed to start pid %d: %s", target.pid, strerror(errno));
  target.held = false;
  return {};
}

Result<void> Processes::go() {
  for (const auto &target : targets_)
    TRY_VOID(let_go(*target));
  return {};
}

Result<void> Processes::go(pid_t pid) {
  for (const auto &target : targets_)
    if (target->pid == pid)
      return let_go(*target);
  return {};
}

Result<void> Processes::release(pid_t pid) {
  TRY_VOID(go(pid));
  for (const auto &target : targets_)
    if (target->pid == pid && target->guard)
      std::exchange(target->guard, nullptr)->let_run();
  std::erase_if(targets_, [&](const auto &target) { return target->pid == pid; });
  return {};
}

void Processes::end_commands() {
  for (const auto &target : targets_)
    if (target->guard)
      target->guard->end();
}

pid_t Processes::first_pid() const {
  return pids_.empty() ? 0 : pids_.front();
}

const std::vector<pid_t> &Processes::pids() const {
  return pids_;
}

bool Processes::is_child(pid_t pid) const {
  for (const auto &target : targets_)
    if (target->pid == pid)
      return target->is_child;
  return false;
}

std::vector<int> Processes::fds() const {
  std::vector<int> fds;
  for (const auto &target : targets_)
    if (!target->ended)
      fds.push_back(target->pidfd.get());
  return fds;
}

std::vector<Processes::End> Processes::collect() {
  std::vector<End> ends;
  for (const auto &target : targets_) {
    pollfd end = {target->pidfd.get(), POLLIN, 0};
    if (target->ended || poll(&end, 1, 0) <= 0)
      continue;
    target->ended = true;
    target->held = false;
    const int status = target->status     ? *target->status
                       : target->is_child ? wait_for(target->pid)
                                          : 0;
    ends.push_back(
        {target->pid, describe_end(target->pid, status), target->is_child && status == 0});
  }
  return ends;
}

bool Processes::all_ended() const {
  for (const auto &target : targets_)
    if (!target->ended)
      return false;
  return !targets_.empty();
}

} // namespace dtrace
