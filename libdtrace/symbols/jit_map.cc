#include "symbols/jit_map.h"

#include "base/pid_numbers.h"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace dtrace {

namespace {

// The last of `NSpid:`, which has the process's id in each namespace from ours to its own.
std::string own_id(pid_t process) {
  std::ifstream status(shown_process_folder(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("NSpid:"))
      return line.substr(line.find_last_of("\t ") + 1);
  return std::to_string(process);
}

int open_map(pid_t process) {
  const std::string file = "/tmp/perf-" + own_id(process) + ".map";
  const std::string inside = shown_process_folder(process) + "/root" + file;
  const int fd = open(inside.c_str(), O_RDONLY | O_CLOEXEC);
  return fd >= 0 ? fd : open(file.c_str(), O_RDONLY | O_CLOEXEC);
}

std::optional<uint64_t> take_number(std::string_view &line) {
  if (line.starts_with("0x"))
    line.remove_prefix(2);
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number, 16);
  if (error != std::errc() || end == line.data() + line.size() || *end != ' ')
    return std::nullopt;
  line.remove_prefix(end + 1 - line.data());
  return number;
}

} // namespace

void JitMap::add(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto start = take_number(line);
    const auto size = start ? take_number(line) : std::nullopt;
    if (size && *size && !line.empty())
      functions_[*start] = {*size, names_.emplace_back(line)};
  }
}

bool JitMap::read_more(pid_t process) {
  const int fd = open_map(process);
  if (fd < 0)
    return false;
  std::string text;
  char buffer[64 << 10];
  for (ssize_t got; (got = pread(fd, buffer, sizeof buffer, read_ + text.size())) > 0;)
    text.append(buffer, got);
  close(fd);
  text.resize(text.rfind('\n') + 1); // npos + 1 is 0: no whole line
  add(text);
  read_ += text.size();
  return !text.empty();
}

std::optional<JitMap::Found> JitMap::look_up(uint64_t address) const {
  const auto after = functions_.upper_bound(address);
  if (after == functions_.begin())
    return std::nullopt;
  const auto &[start, function] = *std::prev(after);
  if (address - start >= function.size)
    return std::nullopt;
  return Found{function.name, address - start};
}

std::optional<JitMap::Found> JitMap::find(pid_t process, uint64_t address) {
  if (const auto found = look_up(address))
    return found;
  return read_more(process) ? look_up(address) : std::nullopt;
}

} // namespace dtrace
