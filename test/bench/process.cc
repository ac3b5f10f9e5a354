#include "process.h"

#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

Tracer::Tracer(const std::vector<std::string> &command, const std::string &output,
               const std::string &errors) {
  std::vector<char *> arguments;
  for (const std::string &word : command)
    arguments.push_back(const_cast<char *>(word.c_str()));
  arguments.push_back(nullptr);
  start_ = now();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(open("/dev/null", O_RDONLY), 0);
    dup2(open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    dup2(open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
}

Tracer::~Tracer() {
  if (pid_ > 0)
    stop();
}

bool Tracer::running() {
  siginfo_t info = {};
  return pid_ > 0 && waitid(P_PID, pid_, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

Usage Tracer::stop() {
  if (pid_ > 0)
    kill(pid_, SIGINT);
  return wait();
}

Usage Tracer::wait() {
  rusage used = {};
  if (pid_ > 0 && wait4(pid_, &usage_.status, 0, &used) == pid_) {
    usage_.wall = now() - start_;
    const auto seconds = [](const timeval &time) { return time.tv_sec + time.tv_usec * 1e-6; };
    usage_.cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
    usage_.peak = double(used.ru_maxrss) / 1024;
  }
  pid_ = -1;
  return usage_;
}

Generator::Generator(Argument argument) {
  int orders[2], answers[2];
  if (pipe2(orders, O_CLOEXEC) != 0 || pipe2(answers, O_CLOEXEC) != 0)
    _exit(1);
  pid_ = fork();
  if (pid_ == 0) {
    close(orders[1]);
    close(answers[0]);
    serve(orders[0], answers[1], argument);
  }
  close(orders[0]);
  close(answers[1]);
  orders_ = orders[1];
  answers_ = answers[0];
}

Generator::~Generator() {
  close(orders_); // the generator sees the end of its orders
  close(answers_);
  waitpid(pid_, nullptr, 0);
}

void Generator::serve(int orders, int answers, Argument argument) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
  static const char text[] = "/usr/share/benchmark/some-file-name";
  const long base = argument == Argument::Text ? reinterpret_cast<long>(text) : 0;
  const long step = argument == Argument::Text ? 0 : 1023;
  Order order;
  while (read(orders, &order, sizeof order) == sizeof order) {
    Work work;
    const double start = now(), end = start + order.time;
    while (order.calls ? work.calls < order.calls : now() < end)
      for (int i = 0; i < 256 && (!order.calls || work.calls < order.calls); i++, work.calls++)
        syscall(SYS_getppid, base + long(work.calls & step));
    work.seconds = now() - start;
    if (write(answers, &work, sizeof work) != sizeof work)
      break;
  }
  _exit(0);
}

Work Generator::run(const Order &order) {
  Work work;
  if (write(orders_, &order, sizeof order) != sizeof order ||
      read(answers_, &work, sizeof work) != sizeof work)
    return {};
  return work;
}
Work Generator::run(uint64_t calls) { return run(Order{calls, 0}); }
Work Generator::run_for(double time) { return run(Order{0, time}); }
