// Stage: kernel. How many CPUs there may be, which chip and which NUMA node each CPU is part of (Documentation/admin-guide/
// cputopology.rst): in, the files of /sys/devices/system/cpu; out, a number a possible CPU.
#include "kernel/kernel.h"

#include <charconv>
#include <filesystem>
#include <fstream>

namespace dtrace {

namespace {
namespace fs = std::filesystem;

uint32_t chip_of(const fs::path &cpu) {
  std::ifstream file(cpu / "topology/physical_package_id");
  int chip = 0;
  return file >> chip && chip > 0 ? chip : 0;
}

uint32_t node_of(const fs::path &cpu) { // a link "node<number>" beside the rest
  std::error_code error;
  for (const auto &entry : fs::directory_iterator(cpu, error)) {
    const std::string name = entry.path().filename();
    uint32_t node = 0;
    if (name.starts_with("node") &&
        std::from_chars(name.data() + 4, name.data() + name.size(), node).ec == std::errc())
      return node;
  }
  return 0;
}
} // namespace

// "0-3,8": as many as the kernel gives values of a per-CPU map.
static uint32_t count_possible_cpus() {
  std::ifstream file("/sys/devices/system/cpu/possible");
  uint32_t count = 0, first = 0, last = 0;
  while (file >> first) {
    last = first;
    if (file.peek() == '-')
      file.ignore() >> last;
    count += last - first + 1;
    file.ignore(); // the comma
  }
  return count ? count : 1;
}

uint32_t possible_cpus() {
  static const uint32_t cpus = count_possible_cpus();
  return cpus;
}

std::vector<uint32_t> cpu_parts(CpuPart part) {
  std::vector<uint32_t> parts;
  for (uint32_t cpu = 0; cpu < possible_cpus(); cpu++) {
    const fs::path folder = "/sys/devices/system/cpu/cpu" + std::to_string(cpu);
    parts.push_back(part == CpuPart::Chip ? chip_of(folder) : node_of(folder));
  }
  return parts;
}

} // namespace dtrace
