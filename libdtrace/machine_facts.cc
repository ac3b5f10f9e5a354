#include "machine_facts.h"

#include <sys/sysinfo.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

namespace dtrace {

namespace {
constexpr auto least_age = std::chrono::milliseconds(100);
constexpr double one_load = 2048; // include/linux/sched/loadavg.h: FIXED_1

// /proc/loadavg: 0.10 0.20 0.30 runnable/threads last-pid
void read_loads(uint64_t *machine) {
  std::ifstream file("/proc/loadavg");
  double loads[3] = {};
  uint64_t runnable = 0, threads = 0;
  char slash = 0;
  if (!(file >> loads[0] >> loads[1] >> loads[2] >> runnable >> slash >> threads))
    return;
  for (int i = 0; i < 3; i++)
    machine[DT_MACHINE_LOAD_1 + i] = static_cast<uint64_t>(std::llround(loads[i] * one_load));
  machine[DT_MACHINE_THREADS] = threads;
}

// The number after each word of a file that starts a line.
void read_words(const char *path, std::initializer_list<std::pair<std::string_view, uint64_t *>> rows) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    for (const auto &[word, to] : rows)
      if (line.starts_with(word))
        *to = std::strtoull(line.c_str() + word.size(), nullptr, 10);
}

// /proc/zoneinfo: the end of the zone that lies last; "spanned" comes before "start_pfn".
uint64_t last_page() {
  std::ifstream file("/proc/zoneinfo");
  uint64_t spanned = 0, last = 0, number = 0;
  for (std::string word; file >> word;) {
    if (word == "spanned" && file >> number)
      spanned = number;
    else if (word == "start_pfn:" && file >> number && spanned)
      last = std::max(last, number + spanned);
  }
  return last;
}

void read_swap(uint64_t *machine) {
  struct sysinfo info;
  if (sysinfo(&info) != 0)
    return;
  const uint64_t page = machine[DT_MACHINE_PAGE_SIZE];
  machine[DT_MACHINE_SWAP] = info.totalswap * info.mem_unit / page;
  machine[DT_MACHINE_SWAP_FREE] = info.freeswap * info.mem_unit / page;
}
} // namespace

void MachineFacts::refresh(dt_state &state) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_)
    return;
  const bool first = next_ == decltype(next_){};
  next_ = now + least_age;
  uint64_t *machine = state.machine;
  read_loads(machine);
  read_words("/proc/stat",
             {{"processes ", &machine[DT_MACHINE_FORKS]}, {"btime ", &machine[DT_MACHINE_BOOT]}});
  const auto fact = [](int name) {
    return static_cast<uint64_t>(std::max(sysconf(name), 0L));
  };
  machine[DT_MACHINE_CPUS] = fact(_SC_NPROCESSORS_ONLN);
  machine[DT_MACHINE_CPUS_POSSIBLE] = fact(_SC_NPROCESSORS_CONF);
  machine[DT_MACHINE_PAGES] = fact(_SC_PHYS_PAGES);
  machine[DT_MACHINE_PAGES_FREE] = fact(_SC_AVPHYS_PAGES);
  machine[DT_MACHINE_PAGE_SIZE] = fact(_SC_PAGESIZE);
  read_swap(machine);
  if (first)
    machine[DT_MACHINE_LAST_PAGE] = last_page();
}

} // namespace dtrace
