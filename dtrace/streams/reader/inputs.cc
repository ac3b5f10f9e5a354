#include "reader/inputs.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace::stream {

namespace {
constexpr uint64_t kMostTold = 5; // broken lines of a source

// `host: {…` in its parts; what stands before the brace is a label only when it looks like one.
std::string_view take_label(std::string_view &line) {
  const size_t brace = line.find('{');
  if (brace == line.npos || brace < 2)
    return "";
  std::string_view before = line.substr(0, brace);
  while (before.ends_with(' '))
    before.remove_suffix(1);
  if (!before.ends_with(':') || before.find_first_of(" \t\"") != before.npos)
    return "";
  before.remove_suffix(1);
  line.remove_prefix(brace);
  return before;
}
} // namespace

std::expected<void, std::string> Inputs::add(const std::string &path) {
  const bool standard = path == "-";
  const int fd =
      standard ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  if (fd >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    close(fd);
    return std::unexpected("failed to read " + path + ": it is a folder");
  }
  if (fd < 0)
    return std::unexpected("failed to open " + path + ": " + strerror(errno));
  sources_.push_back(std::make_unique<LineSource>(fd, standard ? "standard input" : path));
  told_.push_back(0);
  return {};
}

bool Inputs::all_ended() const {
  return std::ranges::all_of(sources_, [](const auto &source) { return source->ended(); });
}

void Inputs::read(int milliseconds, const std::function<bool(size_t)> &want) {
  std::vector<pollfd> wait;
  for (size_t i = 0; i < sources_.size(); i++)
    wait.push_back({sources_[i]->ended() || !want(i) ? -1 : sources_[i]->fd(), POLLIN, 0});
  if (poll(wait.data(), wait.size(), milliseconds) <= 0)
    return;
  for (size_t i = 0; i < wait.size(); i++)
    if (wait[i].fd >= 0 && wait[i].revents)
      sources_[i]->read([&](const LineSource::Line &line) { take_line(i, line); });
}

void Inputs::wait(int milliseconds) {
  std::vector<pollfd> wait;
  for (const auto &source : sources_)
    wait.push_back({source->ended() ? -1 : source->fd(), POLLIN, 0});
  poll(wait.data(), wait.size(), milliseconds);
}

void Inputs::take_line(size_t source, const LineSource::Line &line) {
  std::string_view text = line.text;
  while (text.ends_with('\r') || text.ends_with(' '))
    text.remove_suffix(1);
  if (text.empty())
    return;
  const std::string label(take_label(text));
  auto object = line.too_long ? std::unexpected("longer than 256 MiB") : parse_object(text);
  const LineSource &its = *sources_[source];
  if (object) {
    object->line = its.line();
    return take_(source, label, std::move(*object));
  }
  broken_++;
  if (++told_[source] <= kMostTold)
    tell_(its.name() + ": line " + std::to_string(its.line()) + ": " +
          (line.cut ? "the stream ends within it" : object.error()) + ": it is skipped");
  if (told_[source] == kMostTold)
    tell_(its.name() + ": further lines like that are counted only");
}

} // namespace dtrace::stream
