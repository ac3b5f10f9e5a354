// dtrace-report: pictures of a stream in one HTML file (man/dtrace-report.1).
#include "reader/command_line.h"
#include "reader/single_stream.h"
#include "reader/wrap.h"
#include "reader/write_all.h"
#include "report/formats.h"
#include "report/page.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace dtrace::stream;

namespace {
struct Settings {
  std::string difference, format = "html", output, picture, title;
  Limits limits;
};

void tell(const std::string &message) {
  fprintf(stderr, "dtrace-report: %s\n", message.c_str());
}

Take to_format(std::string &format) {
  return [&format](const std::string &name) -> std::expected<void, std::string> {
    constexpr const char *formats[] = {"html", "folded", "speedscope", "pprof"};
    if (!std::ranges::any_of(formats, [&](const char *known) { return name == known; }))
      return std::unexpected("the formats are html, folded, speedscope and pprof, not " + name);
    format = name;
    return {};
  };
}

Command command_of(Settings &settings) {
  return {
      "dtrace-report",
      "[stream]",
      "  Makes one HTML file of what dtrace -x oformat=ndjson wrote: flame graphs, heat maps of\n"
      "  distributions, numbers over time, tables, records. Without a stream, or for -, it reads\n"
      "  standard input.\n",
      {{'d', "difference", "stream", "colour stacks by what has changed since that one",
        to_text(settings.difference)},
       {'f', "format", "name", "html, folded, speedscope or pprof (html)",
        to_format(settings.format)},
       {'o', "output", "file", "write there instead of to standard output",
        to_text(settings.output)},
       {'p', "picture", "title", "only what has this title, as @name", to_text(settings.picture)},
       {'r', "records", "number", "how many records to keep (10000)",
        to_number(settings.limits.records, 0, 10000000, "a number of records")},
       {'t', "title", "text", "the page's title", to_text(settings.title)}}};
}

struct Read {
  Recording recording;
  rapidjson::Document head;
  bool any = false, well = false;
};

Read read_stream(const std::string &path, const Limits &limits) {
  Read result;
  Recorder recorder(result.recording, limits);
  const SingleStream *stream = nullptr;
  SingleStream reading([&](const StreamObject &object) { recorder.take(stream->head(), object); },
                       tell);
  stream = &reading;
  if (auto opened = reading.open(path); !opened)
    return tell(opened.error()), std::move(result);
  reading.read_all();
  recorder.finish();
  result.well = reading.finish();
  result.any = reading.has_head();
  result.head.CopyFrom(reading.head(), result.head.GetAllocator());
  if (const uint64_t lines = reading.broken())
    tell(std::to_string(lines) + (lines == 1 ? " line was skipped" : " lines were skipped"));
  if (const uint64_t more = result.recording.left_out)
    tell(std::to_string(more) + (more == 1 ? " row or record was too many: it is left out"
                                           : " rows or records were too many: they are left out"));
  return result;
}

// The other recording's values beside those of equal stacks.
void compare(Recording &now, const Recording &before) {
  for (const auto &[title, old] : before.flames) {
    const auto found = now.flames.find(title);
    if (found == now.flames.end())
      continue;
    StackTree &tree = found->second.tree;
    for (uint32_t node = 1; node < old.tree.nodes().size(); node++) {
      const int64_t value = old.tree.nodes()[node].self;
      std::vector<FrameName> frames;
      for (const uint32_t name : old.tree.names_from(node))
        frames.insert(frames.begin(), old.tree.names()[name]);
      if (const auto same = value ? tree.add(frames) : std::nullopt)
        tree.node(*same).before = plus(tree.node(*same).before, value);
      else if (value)
        now.left_out++;
    }
  }
}

// False: nothing has that title.
bool choose(Recording &recording, const std::string &title) {
  const auto other = [&](const auto &picture) { return picture.second.title != title; };
  std::erase_if(recording.flames, other);
  std::erase_if(recording.distributions, other);
  std::erase_if(recording.series, other);
  std::erase_if(recording.tables, other);
  recording.records.clear();
  return !recording.flames.empty() || !recording.distributions.empty() ||
         !recording.series.empty() || !recording.tables.empty();
}

bool write(const std::string &path, std::string_view bytes) {
  const int fd = path.empty() ? dup(STDOUT_FILENO)
                              : open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const bool written = fd >= 0 && write_all(fd, bytes);
  int error = errno;
  const bool closed = fd >= 0 && close(fd) == 0;
  if (written && closed)
    return true;
  error = written ? errno : error;
  tell("failed to write " + (path.empty() ? "the output" : path) + ": " + strerror(error));
  return false;
}

// Nothing: it was told why.
std::optional<std::string> stacks_as(const Settings &settings, const Read &read) {
  Flames flames;
  std::string titles;
  for (const auto &[title, flame] : read.recording.flames) {
    flames.push_back(&flame);
    titles += (titles.empty() ? "" : ", ") + title;
  }
  if (flames.empty())
    return tell("the stream has no stacks, which " + settings.format + " is made of"), std::nullopt;
  if (settings.format == "folded")
    return folded(flames);
  if (settings.format == "speedscope")
    return speedscope(flames);
  if (flames.size() > 1)
    return tell("pprof takes one kind of stacks: choose with -p one of " + titles), std::nullopt;
  return pprof(*flames[0], number(read.head, "started"));
}
} // namespace

int main(int argc, char **argv) {
  Settings settings;
  const auto path = parse_one_stream(command_of(settings), argc, argv);
  if (!path)
    return path.error();
  signal(SIGPIPE, SIG_IGN);
  Read read = read_stream(*path, settings.limits);
  bool well = read.well;
  if (!read.any)
    return 1;
  if (!settings.difference.empty()) {
    const Read before = read_stream(settings.difference, settings.limits);
    well &= before.well;
    compare(read.recording, before.recording);
  }
  if (!settings.picture.empty() && !choose(read.recording, settings.picture))
    return tell("nothing in the stream has the title " + settings.picture), 1;
  const bool has_before = !settings.difference.empty();
  const auto made = settings.format == "html"
                        ? page({settings.title, &read.head, has_before}, read.recording)
                        : stacks_as(settings, read);
  return made && write(settings.output, *made) && well ? 0 : 1;
}
