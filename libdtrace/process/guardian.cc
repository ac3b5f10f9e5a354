#include "process/guardian.h"

#include "base/limits.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace dtrace {

namespace {

constexpr int life_place = 0, kept_place = 1, first_to_close = 2;

// Where our arguments begin and end in memory: fields 48 and 49 of /proc/self/stat (proc(5)),
// counted from behind the name's parenthesis. Without allocating.
std::pair<uintptr_t, uintptr_t> arguments_in_memory() {
  char text[1024] = {};
  const int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  const ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  close(fd);
  const char *at = size > 0 ? strrchr(text, ')') : nullptr;
  constexpr int first_behind_name = 3, arguments_begin = 48;
  for (int field = first_behind_name - 1; at && field < arguments_begin; field++)
    at = strchr(at + 1, ' ');
  if (!at)
    return {};
  char *end = nullptr;
  const uintptr_t begin = strtoull(at, &end, 10);
  return {begin, strtoull(end, nullptr, 10)};
}

void rename_process(const char *name) {
  prctl(PR_SET_NAME, name);
  const auto [begin, end] = arguments_in_memory();
  const size_t size = end - begin;
  if (!begin || size > 1 << 20 || size <= strlen(name))
    return;
  memset(reinterpret_cast<void *>(begin), 0, size);
  memcpy(reinterpret_cast<void *>(begin), name, strlen(name));
}

// When memory is short we may be killed, not who would put in order what we leave.
void be_spared() {
  constexpr char never[] = "-1000";
  const int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd >= 0 && write(fd, never, strlen(never)) < 0)
    errno = 0; // not with our rights
  close(fd);
}

[[noreturn]] void run(const char *name, int life, int kept, Guardian::Work work) {
  rename_process(name);
  be_spared();
  setsid();
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, nullptr);
  // Our links live as long as any process has their files.
  dup2(life, life_place);
  dup2(kept, kept_place);
  syscall(SYS_close_range, first_to_close, ~0u, 0);
  work(life_place, kept_place);
  _exit(0);
}

// A child whose end sends no SIGCHLD: the program that uses the library has its own children.
pid_t quiet_fork() {
  return static_cast<pid_t>(syscall(SYS_clone, 0, nullptr, nullptr, nullptr, 0));
}

// A copy above the places that run() copies to.
Descriptor copy_out_of_the_way(int fd) {
  return Descriptor(fcntl(fd, F_DUPFD_CLOEXEC, first_to_close));
}

} // namespace

Result<std::unique_ptr<Guardian>> Guardian::start(const char *name, int kept, Work work) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return fail("failed to start %s: %s", name, explain_errno(errno).c_str());
  const Descriptor its_end(ends[0]);
  Descriptor our_end(ends[1]);
  const Descriptor life = copy_out_of_the_way(its_end.get()), other = copy_out_of_the_way(kept);
  const pid_t process = life && other ? quiet_fork() : -1;
  if (process == 0)
    run(name, life.get(), other.get(), work);
  if (process < 0)
    return fail("failed to start %s: %s", name, explain_errno(errno).c_str());
  return std::unique_ptr<Guardian>(new Guardian(process, std::move(our_end)));
}

Guardian::~Guardian() {
  go();
  while (process_ > 0 && waitpid(process_, nullptr, __WCLONE) < 0 && errno == EINTR)
    ;
}

// Its end may be closed already: it does not read what it has no use for.
void Guardian::tell(char what) {
  if (!life_)
    return;
  sigset_t pipe, before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  constexpr timespec at_once = {0, 0};
  if (write(life_.get(), &what, 1) < 0 && errno == EPIPE && !sigismember(&before, SIGPIPE))
    sigtimedwait(&pipe, nullptr, &at_once);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Guardian::go() {
  life_.close();
}

void Guardian::leave() {
  go();
  process_ = -1;
}

} // namespace dtrace
