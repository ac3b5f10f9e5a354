// Benchmark: processes: a tracer that is measured, and the program that makes the system calls.
#pragma once
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

struct Usage {
  double wall = 0; // seconds from the start to the end
  double cpu = 0;  // seconds, user and system
  double peak = 0; // MiB
  int status = 0;  // of waitpid
};

class Tracer {
public:
  // Starts a command; its standard output and error go to these files.
  Tracer(const std::vector<std::string> &command, const std::string &output,
         const std::string &errors);
  ~Tracer();
  Tracer(const Tracer &) = delete;
  Tracer &operator=(const Tracer &) = delete;
  pid_t pid() const { return pid_; }
  bool running();
  Usage stop(); // SIGINT, then wait
  Usage wait(); // till it ends by itself

private:
  pid_t pid_;
  double start_;
  Usage usage_{};
};

// What getppid() is called with, for the rows that look at arg0.
enum class Argument { Number, Text };

struct Work {
  uint64_t calls = 0;
  double seconds = 0;
  double rate() const { return seconds > 0 ? double(calls) / seconds : 0; }
};

// A process that calls getppid() on the highest CPU when it is told to, as fast as it can.
class Generator {
public:
  explicit Generator(Argument argument);
  ~Generator();
  Generator(const Generator &) = delete;
  Generator &operator=(const Generator &) = delete;
  pid_t pid() const { return pid_; }
  Work run(uint64_t calls);  // so many
  Work run_for(double time); // so many seconds

private:
  struct Order {
    uint64_t calls;
    double time;
  };
  Work run(const Order &order);
  [[noreturn]] static void serve(int orders, int answers, Argument argument);
  pid_t pid_;
  int orders_, answers_;
};

double now(); // seconds, monotonic
