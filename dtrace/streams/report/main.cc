// dtrace-report: pictures of a stream in one HTML file (man/dtrace-report.1).
#include "reader/single_stream.h"
#include "reader/wrap.h"
#include "reader/write_all.h"
#include "report/formats.h"
#include "report/page.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <getopt.h>
#include <unistd.h>

using namespace dtrace::stream;

namespace {
constexpr int kUsage = 2;
constexpr const char *usage =
    "Usage: dtrace-report [options] [stream]\n"
    "  Makes one HTML file of what dtrace -x oformat=ndjson wrote: flame graphs, heat maps of\n"
    "  distributions, numbers over time, tables, records. Without a stream, or for -, it reads\n"
    "  standard input.\n"
    "  -d, --difference stream  colour stacks by what has changed since that one\n"
    "  -f, --format name        html, folded, speedscope or pprof (html)\n"
    "  -o, --output file        write there instead of to standard output\n"
    "  -p, --picture title      only what has this title, as @name\n"
    "  -r, --records number     how many records to keep (10000)\n"
    "  -t, --title text         the page's title\n"
    "  -V, --version\n";

constexpr option long_options[] = {{"difference", required_argument, nullptr, 'd'},
                                   {"format", required_argument, nullptr, 'f'},
                                   {"output", required_argument, nullptr, 'o'},
                                   {"picture", required_argument, nullptr, 'p'},
                                   {"records", required_argument, nullptr, 'r'},
                                   {"title", required_argument, nullptr, 't'},
                                   {"version", no_argument, nullptr, 'V'},
                                   {"help", no_argument, nullptr, 'h'},
                                   {}};

struct Settings {
  std::string path = "-", difference, format = "html", output, picture, title;
  Limits limits;
};

void tell(const std::string &message) {
  fprintf(stderr, "dtrace-report: %s\n", message.c_str());
}

int wrong(const std::string &what) {
  tell(what);
  fputs(usage, stderr);
  return kUsage;
}

bool is_format(const std::string &name) {
  constexpr const char *formats[] = {"html", "folded", "speedscope", "pprof"};
  return std::ranges::any_of(formats, [&](const char *known) { return name == known; });
}

// -1: go on; else the exit status.
int parse(int argc, char **argv, Settings &settings) {
  opterr = 0;
  for (int letter;
       (letter = getopt_long(argc, argv, ":d:f:o:p:r:t:Vh", long_options, nullptr)) != -1;) {
    char *end = nullptr;
    switch (letter) {
    case 'd':
      settings.difference = optarg;
      break;
    case 'f':
      if (settings.format = optarg; !is_format(settings.format))
        return wrong("the formats are html, folded, speedscope and pprof, not " + settings.format);
      break;
    case 'o':
      settings.output = optarg;
      break;
    case 'p':
      settings.picture = optarg;
      break;
    case 'r':
      if (const long count = strtol(optarg, &end, 10);
          !*optarg || *end || count < 0 || count > 10000000)
        return wrong(std::string("a number of records up to 10000000 is expected, not ") + optarg);
      else
        settings.limits.records = static_cast<size_t>(count);
      break;
    case 't':
      settings.title = optarg;
      break;
    case 'V':
      return printf("dtrace-report: version %s\n", DTRACE_RELEASE), 0;
    case 'h':
      return fputs(usage, stdout), 0;
    case ':':
      return wrong(std::string("an argument is missing after ") + argv[optind - 1]);
    default:
      return wrong(std::string("unknown option ") + argv[optind - 1]);
    }
  }
  if (argc - optind > 1)
    return wrong("one stream is expected: dtrace-merge -j makes one of several");
  if (optind < argc)
    settings.path = argv[optind];
  return -1;
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
  if (reading.broken())
    tell(std::to_string(reading.broken()) + " lines were skipped");
  if (result.recording.left_out)
    tell(std::to_string(result.recording.left_out) +
         " rows or records were too many: they are left out");
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
  if (const int status = parse(argc, argv, settings); status >= 0)
    return status;
  signal(SIGPIPE, SIG_IGN);
  Read read = read_stream(settings.path, settings.limits);
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
