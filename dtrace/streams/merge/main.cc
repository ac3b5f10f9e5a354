// dtrace-merge: the streams of several hosts to one (man/dtrace-merge.1).
#include "merge/live_writer.h"
#include "merge/merger.h"
#include "merge/ndjson_writer.h"
#include "merge/text_writer.h"
#include "reader/command_line.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

using namespace dtrace;
using namespace dtrace::stream;

namespace {
Command command_of(MergeOptions &options) {
  return {
      "dtrace-merge",
      "[stream ...]",
      "  Merges what dtrace -x oformat=ndjson wrote on several hosts. Without streams, or for -, "
      "it\n"
      "  reads standard input, where a line may begin with `host: `.\n",
      {{'H', "by-host", nullptr, "the host is the first key of each aggregation",
        to_flag(options.by_host)},
       {'l', "live", nullptr, "redraw the latest of each table on a terminal",
        to_flag(options.live)},
       {'j', "ndjson", nullptr, "write a stream again instead of text", to_flag(options.ndjson)},
       {'n', "hosts", "number", "hosts on standard input: start when all have begun",
        to_number(options.hosts, 1, 1000000, "a number of hosts")},
       {'w', "wait", "seconds", "seconds to wait for a slow host (5)",
        to_seconds(options.patience)}}};
}

// -1: go on; else the exit status.
int parse_options(int argc, char **argv, MergeOptions &options) {
  const Command command = command_of(options);
  auto paths = parse(command, argc, argv);
  if (!paths)
    return paths.error();
  if (options.live && !isatty(STDOUT_FILENO))
    return wrong_usage(command, "--live draws on a terminal, and the output is not one");
  options.paths = std::move(*paths);
  if (options.paths.empty())
    options.paths.push_back("-");
  return -1;
}
} // namespace

int main(int argc, char **argv) {
  MergeOptions options;
  if (const int status = parse_options(argc, argv, options); status >= 0)
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
