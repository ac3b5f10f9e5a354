// dtrace-merge: the streams of several hosts to one (man/dtrace-merge.1).
#include "merge/live_writer.h"
#include "merge/merger.h"
#include "merge/ndjson_writer.h"
#include "merge/text_writer.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <getopt.h>
#include <unistd.h>

using namespace dtrace;
using namespace dtrace::stream;

namespace {
constexpr int kUsage = 2;
constexpr const char *usage =
    "Usage: dtrace-merge [options] [stream ...]\n"
    "  Merges what dtrace -x oformat=ndjson wrote on several hosts. Without streams, or for -, it\n"
    "  reads standard input, where a line may begin with `host: `.\n"
    "  -H, --by-host        the host is the first key of each aggregation\n"
    "  -l, --live           draw the last of each table again and again, on a terminal\n"
    "  -j, --ndjson         write a stream again instead of text\n"
    "  -n, --hosts number   so many hosts come through standard input: begin when all have\n"
    "  -w, --wait seconds   how long the others wait for a host (5)\n"
    "  -V, --version\n";

constexpr option long_options[] = {
    {"by-host", no_argument, nullptr, 'H'},    {"live", no_argument, nullptr, 'l'},
    {"ndjson", no_argument, nullptr, 'j'},     {"hosts", required_argument, nullptr, 'n'},
    {"wait", required_argument, nullptr, 'w'}, {"version", no_argument, nullptr, 'V'},
    {"help", no_argument, nullptr, 'h'},       {}};

int wrong(const char *what, const char *which) {
  fprintf(stderr, "dtrace-merge: %s%s\n%s", what, which, usage);
  return kUsage;
}

// -1: go on; else the exit status.
int parse(int argc, char **argv, MergeOptions &options) {
  opterr = 0;
  for (int letter; (letter = getopt_long(argc, argv, ":Hjln:w:Vh", long_options, nullptr)) != -1;) {
    char *end = nullptr;
    switch (letter) {
    case 'H':
      options.by_host = true;
      break;
    case 'j':
      options.ndjson = true;
      break;
    case 'l':
      options.live = true;
      break;
    case 'n':
      if (const long count = strtol(optarg, &end, 10); *end || count < 1 || count > 1000000)
        return wrong("a number of hosts is expected, not ", optarg);
      else
        options.hosts = static_cast<size_t>(count);
      break;
    case 'w':
      if (const double seconds = strtod(optarg, &end);
          !*optarg || *end || !(seconds >= 0) || seconds > 86400)
        return wrong("a time in seconds is expected, not ", optarg);
      else
        options.patience = static_cast<int64_t>(seconds * 1e9);
      break;
    case 'V':
      return printf("dtrace-merge: version %s\n", DTRACE_RELEASE), 0;
    case 'h':
      return fputs(usage, stdout), 0;
    case ':':
      return wrong("an argument is missing after ", argv[optind - 1]);
    default:
      return wrong("unknown option ", argv[optind - 1]);
    }
  }
  if (options.live && !isatty(STDOUT_FILENO))
    return wrong("--live draws on a terminal, and the output is not one", "");
  options.paths.assign(argv + optind, argv + argc);
  if (options.paths.empty())
    options.paths.push_back("-");
  return -1;
}
} // namespace

int main(int argc, char **argv) {
  MergeOptions options;
  if (const int status = parse(argc, argv, options); status >= 0)
    return status;
  signal(SIGPIPE, SIG_IGN);
  // ^C ends those who write, and what they say last is still drawn; a second one ends us.
  if (options.live)
    signal(SIGINT, [](int) { signal(SIGINT, SIG_DFL); });
  Output out(STDOUT_FILENO), error(STDERR_FILENO);
  const auto tell = [&](const std::string &message) {
    out.flush();
    error.put("dtrace-merge: " + message + "\n");
    error.flush();
  };
  Options printing;
  Names names;
  TextWriter text(printing, names, out, error);
  NdjsonWriter ndjson(names, out);
  LiveWriter live(printing, names, out, error);
  Writer &writer = options.ndjson ? static_cast<Writer &>(ndjson)
                   : options.live ? static_cast<Writer &>(live)
                                  : text;
  Merger merger(options, printing, names, writer, tell);
  if (auto opened = merger.open(); !opened)
    return tell(opened.error()), 1;
  const int status = merger.run();
  out.flush();
  if (out.broken() && out.error() != EPIPE)
    return tell(std::string("failed to write the output: ") + strerror(out.error())), 1;
  return status;
}
