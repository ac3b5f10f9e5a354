#include "symbols/jit_map.h"

#include "system/pid_numbers.h"
#include "files/open_file.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace {

namespace {

// The line of /proc/PID/status behind this word; "": there is none.
std::string status_line(pid_t process, std::string_view word) {
  std::ifstream status(shown_process_folder(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(word))
      return line.substr(word.size());
  return {};
}

// The last of `NSpid:`, which has the process's id in each namespace from ours to its own.
std::string own_id(pid_t process) {
  const std::string ids = status_line(process, "NSpid:");
  return ids.empty() ? std::to_string(process) : ids.substr(ids.find_last_of("\t ") + 1);
}

// Anyone may put a file of that name into /tmp: it counts if it is the process's own user's, or root's.
bool is_trusted(const struct stat &file, pid_t process) {
  std::istringstream users(status_line(process, "Uid:")); // real, effective, saved
  for (uid_t user; users >> user;)
    if (file.st_uid == user)
      return true;
  return file.st_uid == 0;
}

// Where the process sees /tmp itself; a private /tmp of ours may have it besides.
Descriptor open_map(pid_t process) {
  const std::string file = "/tmp/perf-" + own_id(process) + ".map";
  const std::string root = shown_process_folder(process) + "/root";
  for (const std::string &path : {root + file, file}) {
    auto found = open_file(path, LastLink::Refuse);
    struct stat status;
    if (found && fstat(found->get(), &status) == 0 && is_trusted(status, process))
      return std::move(*found);
  }
  return Descriptor();
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
  const Descriptor file = open_map(process);
  std::string text;
  char buffer[64 << 10];
  for (ssize_t got; file && read_ + text.size() < most_bytes;) {
    got = pread(file.get(), buffer, sizeof buffer, static_cast<off_t>(read_ + text.size()));
    if (got <= 0)
      break;
    text.append(buffer, static_cast<size_t>(got));
  }
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
