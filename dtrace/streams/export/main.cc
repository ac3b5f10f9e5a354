// dtrace-export: aggregations of a stream as metrics (man/dtrace-export.1).
#include "export/server.h"
#include "export/text.h"
#include "export/user.h"
#include "reader/single_stream.h"
#include "reader/write_all.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <getopt.h>
#include <mutex>
#include <unistd.h>

using namespace dtrace::stream;

namespace {
constexpr int kUsage = 2;
constexpr int kGlance =
    250; // milliseconds: how long new values wait at most, on their way to the file
constexpr const char *usage =
    "Usage: dtrace-export [options] [stream]\n"
    "  Makes metrics of the aggregations in what dtrace -x oformat=ndjson writes. Without a "
    "stream, or\n"
    "  for -, it reads standard input; without -l and -f it prints the metrics when the stream "
    "ends.\n"
    "  -c, --counter name     the sum() of that aggregation never falls\n"
    "  -f, --file path        keep the metrics in a file, for node_exporter\n"
    "  -k, --keep             go on serving after the stream's end\n"
    "  -l, --listen address   serve http://address/metrics; a port alone is one of 127.0.0.1\n"
    "  -n, --name name=metric call that aggregation's metric dtrace_metric\n"
    "  -o, --openmetrics      print OpenMetrics, not Prometheus' text\n"
    "  -r, --rows number      at most so many keys of an aggregation (1000)\n"
    "  -u, --user name        when started by root, run as that user (nobody)\n"
    "  -V, --version\n";

constexpr option long_options[] = {{"counter", required_argument, nullptr, 'c'},
                                   {"file", required_argument, nullptr, 'f'},
                                   {"keep", no_argument, nullptr, 'k'},
                                   {"listen", required_argument, nullptr, 'l'},
                                   {"name", required_argument, nullptr, 'n'},
                                   {"openmetrics", no_argument, nullptr, 'o'},
                                   {"rows", required_argument, nullptr, 'r'},
                                   {"user", required_argument, nullptr, 'u'},
                                   {"version", no_argument, nullptr, 'V'},
                                   {"help", no_argument, nullptr, 'h'},
                                   {}};

struct Settings {
  std::string path = "-", file, user = "nobody";
  std::optional<Address> listen;
  bool keep = false;
  TextFormat format = TextFormat::Prometheus;
  ExportOptions metrics;
};

void tell(const std::string &message) {
  fprintf(stderr, "dtrace-export: %s\n", message.c_str());
}

int wrong(const std::string &what) {
  tell(what);
  fputs(usage, stderr);
  return kUsage;
}

// Nothing: it is not NAME=METRIC with a name that a metric may have.
bool add_name(ExportOptions &options, const std::string &text) {
  const size_t equals = text.find('=');
  constexpr const char *words = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  if (equals == text.npos || equals + 1 == text.size() ||
      text.find_first_not_of(words, equals + 1) != text.npos)
    return false;
  options.names[text.substr(0, equals)] = text.substr(equals + 1);
  return true;
}

std::string without_at(const char *name) {
  return *name == '@' ? name + 1 : name;
}

// -1: go on; else the exit status.
int take_option(int letter, char **argv, Settings &settings) {
  switch (letter) {
  case 'c':
    settings.metrics.counters.insert(without_at(optarg));
    return -1;
  case 'f':
    settings.file = optarg;
    return -1;
  case 'k':
    settings.keep = true;
    return -1;
  case 'l':
    if (const auto address = parse_address(optarg); address)
      return settings.listen = *address, -1;
    else
      return wrong(address.error());
  case 'n':
    if (add_name(settings.metrics, without_at(optarg)))
      return -1;
    return wrong(
        std::string("name=metric is expected, a metric being letters, digits and _, not ") +
        optarg);
  case 'o':
    settings.format = TextFormat::OpenMetrics;
    return -1;
  case 'r': {
    char *end = nullptr;
    const long count = strtol(optarg, &end, 10);
    if (!*optarg || *end || count < 1 || count > 1000000)
      return wrong(std::string("a number of rows up to 1000000 is expected, not ") + optarg);
    return settings.metrics.most_rows = static_cast<size_t>(count), -1;
  }
  case 'u':
    settings.user = optarg;
    return -1;
  case 'V':
    return printf("dtrace-export: version %s\n", DTRACE_RELEASE), 0;
  case 'h':
    return fputs(usage, stdout), 0;
  case ':':
    return wrong(std::string("an argument is missing after ") + argv[optind - 1]);
  default:
    return wrong(std::string("unknown option ") + argv[optind - 1]);
  }
}

int parse(int argc, char **argv, Settings &settings) {
  opterr = 0;
  for (int letter;
       (letter = getopt_long(argc, argv, ":c:f:kl:n:or:u:Vh", long_options, nullptr)) != -1;)
    if (const int status = take_option(letter, argv, settings); status >= 0)
      return status;
  if (argc - optind > 1)
    return wrong("one stream is expected: dtrace-merge -j makes one of several");
  if (optind < argc)
    settings.path = argv[optind];
  return -1;
}

// Whoever reads the file sees all of the old one or all of the new one.
bool replace_file(const std::string &path, const std::string &bytes) {
  const std::string next = path + "." + std::to_string(getpid()) + ".new";
  const int fd = open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  bool written = fd >= 0 && write_all(fd, bytes);
  if (fd >= 0)
    written &= close(fd) == 0;
  if (written && rename(next.c_str(), path.c_str()) == 0)
    return true;
  tell("failed to write " + path + ": " + strerror(errno));
  if (fd >= 0)
    unlink(next.c_str());
  return false;
}

// The stream is read by the main thread; what it has come to is asked for by the server's, too.
class Exporter {
public:
  explicit Exporter(const Settings &settings)
      : settings_(settings), metrics_(settings.metrics, tell),
        stream_(
            [this](const StreamObject &object) {
              metrics_.take(stream_.head(), object);
              changed_ = true;
            },
            tell) {}

  std::expected<void, std::string> open() { return stream_.open(settings_.path); }
  // The exit status.
  int run();
  std::string text(TextFormat format) {
    const std::scoped_lock lock(mutex_);
    return metrics_text(metrics_, state(), format);
  }

private:
  StreamState state() const;
  bool write_file();

  const Settings &settings_;
  std::mutex mutex_;
  Metrics metrics_;
  SingleStream stream_;
  bool changed_ = true, ended_ = false, failed_ = false;
};

StreamState Exporter::state() const {
  const auto of = [&](const char *name) {
    const Json *value = stream_.has_head() ? member(stream_.head(), name) : nullptr;
    return value ? std::string(shown(*value)) : "";
  };
  return {of("host"), of("kernel"), of("version"), stream_.broken(), ended_};
}

// Once a fault was told, it is not told again until writing works.
bool Exporter::write_file() {
  if (settings_.file.empty() || !changed_)
    return true;
  changed_ = false;
  return replace_file(settings_.file, text(TextFormat::Prometheus));
}

int Exporter::run() {
  bool more = true;
  while (more && !failed_) {
    stream_.wait(kGlance);
    {
      const std::scoped_lock lock(mutex_);
      more = stream_.read(0);
    }
    failed_ = !write_file();
  }
  bool well = true;
  {
    const std::scoped_lock lock(mutex_);
    well = stream_.finish();
    ended_ = changed_ = true;
  }
  well &= !failed_ && write_file();
  if (!settings_.listen && settings_.file.empty())
    well &= write_all(STDOUT_FILENO, text(settings_.format));
  while (settings_.listen && settings_.keep)
    pause();
  return well ? 0 : 1;
}
} // namespace

int main(int argc, char **argv) {
  Settings settings;
  if (const int status = parse(argc, argv, settings); status >= 0)
    return status;
  signal(SIGPIPE, SIG_IGN);
  Exporter exporter(settings);
  if (auto opened = exporter.open(); !opened)
    return tell(opened.error()), 1;
  MetricsServer server([&](TextFormat format) { return exporter.text(format); });
  if (settings.listen) {
    const auto port = server.bind(*settings.listen);
    if (!port)
      return tell(port.error()), 1;
    if (settings.listen->port == 0)
      tell("serving http://" + settings.listen->host + ":" + std::to_string(*port) + "/metrics");
  }
  if (auto changed = become(settings.user); !changed)
    return tell(changed.error()), 1;
  if (settings.listen)
    server.start();
  return exporter.run();
}
