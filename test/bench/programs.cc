#include "programs.h"

#include <bpf/bpf.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

Accounting::Accounting() : fd_(bpf_enable_stats(BPF_STATS_RUN_TIME)) {}
Accounting::~Accounting() {
  if (fd_ >= 0)
    close(fd_);
}

static void add_program(uint32_t id, std::map<uint32_t, Cost> &programs) {
  const int fd = bpf_prog_get_fd_by_id(id);
  if (fd < 0)
    return;
  bpf_prog_info info = {};
  uint32_t size = sizeof info;
  if (bpf_obj_get_info_by_fd(fd, &info, &size) == 0)
    programs[id] = {info.run_cnt, info.run_time_ns};
  close(fd);
}

std::map<uint32_t, Cost> programs_of(pid_t process) {
  std::map<uint32_t, Cost> programs;
  std::error_code error;
  const std::string folder = "/proc/" + std::to_string(process) + "/fdinfo";
  for (const auto &entry : std::filesystem::directory_iterator(folder, error)) {
    std::ifstream text(entry.path());
    std::string word;
    uint32_t id = 0;
    while (text >> word)
      if (word == "prog_id:" && text >> id)
        add_program(id, programs);
  }
  return programs;
}
