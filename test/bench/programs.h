// Benchmark: the kernel's own accounting of BPF programs: how often each ran and for how long.
#pragma once
#include <cstdint>
#include <map>
#include <sys/types.h>

struct Cost {
  uint64_t runs = 0;
  uint64_t nanoseconds = 0;
};

// While one lives the kernel counts every program's runs (BPF_ENABLE_STATS).
class Accounting {
public:
  Accounting();
  ~Accounting();
  bool on() const { return fd_ >= 0; }

private:
  int fd_;
};

// By id: the programs that a process holds, by itself or through a link or perf event.
std::map<uint32_t, Cost> programs_of(pid_t process);
