// dtrace-export: what a stream holds as metrics and records of others (man/dtrace-export.1).
#include "export/endpoint.h"
#include "export/exporter.h"
#include "export/server.h"
#include "export/user.h"
#include "reader/command_line.h"

#include <csignal>
#include <cstdio>

using namespace dtrace::stream;

namespace {
struct Settings {
  std::string user = "nobody", push, push_records;
  std::optional<Address> listen;
  bool open_metrics = false;
  ExporterOptions exporter;
};

std::string without_at(const std::string &name) {
  return name.starts_with('@') ? name.substr(1) : name;
}

using Taken = std::expected<void, std::string>;

Take to_names(std::map<std::string, std::string> &names) {
  return [&names](const std::string &text) -> Taken {
    const size_t equals = text.find('=');
    constexpr const char *words = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    if (equals == text.npos || equals + 1 == text.size() ||
        text.find_first_not_of(words, equals + 1) != text.npos)
      return std::unexpected("name=metric is expected, a metric being letters, digits and _, not " +
                             text);
    names[without_at(text.substr(0, equals))] = text.substr(equals + 1);
    return {};
  };
}

Take to_counters(std::set<std::string> &counters) {
  return [&counters](const std::string &name) -> Taken {
    counters.insert(without_at(name));
    return {};
  };
}

Take to_address(std::optional<Address> &address) {
  return [&address](const std::string &text) -> Taken {
    const auto parsed = parse_address(text);
    if (!parsed)
      return std::unexpected(parsed.error());
    address = *parsed;
    return {};
  };
}

Command command_of(Settings &settings) {
  ExporterOptions &exporter = settings.exporter;
  return {
      "dtrace-export",
      "[stream]",
      "  Makes metrics of the aggregations in what dtrace -x oformat=ndjson writes. Without a "
      "stream, or\n"
      "  for -, it reads standard input; without -f, -l, -L and -p it prints the metrics when the "
      "stream ends.\n",
      {{'c', "counter", "name", "treat the sum() of that aggregation as a counter",
        to_counters(exporter.metrics.counters)},
       {'f', "file", "path", "keep the metrics in a file, for node_exporter",
        to_text(exporter.file)},
       {'i', "interval", "seconds", "seconds between two pushes of metrics (10)",
        to_seconds(exporter.interval)},
       {'k', "keep", nullptr, "keep serving after the stream ends", to_flag(exporter.keep)},
       {'l', "listen", "address", "serve http://address/metrics; a port alone is one of 127.0.0.1",
        to_address(settings.listen)},
       {'L', "logs", "url", "push what is printed to that receiver of OTLP",
        to_text(settings.push_records)},
       {'n', "name", "name=metric", "call that aggregation's metric dtrace_metric",
        to_names(exporter.metrics.names)},
       {'o', "openmetrics", nullptr, "print OpenMetrics, not Prometheus' text",
        to_flag(settings.open_metrics)},
       {'p', "push", "url", "push the metrics to that receiver of OTLP", to_text(settings.push)},
       {'r', "rows", "number", "at most this many keys of an aggregation (1000)",
        to_number(exporter.metrics.most_rows, 1, 1000000, "a number of rows")},
       {'u', "user", "name", "when started by root, run as that user (nobody)",
        to_text(settings.user)}}};
}

// False: it was told what is wrong.
bool take_url(const std::string &text, const char *signal, std::optional<Endpoint> &endpoint) {
  if (text.empty())
    return true;
  auto parsed = parse_endpoint(text, signal);
  if (!parsed)
    return tell(parsed.error()), false;
  endpoint = std::move(*parsed);
  return true;
}

// ^C ends those who write, and what they say last still goes out; a second one ends us.
void wait_for_the_end() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGINT, [](int) { signal(SIGINT, SIG_DFL); });
}
} // namespace

int main(int argc, char **argv) {
  Settings settings;
  ExporterOptions &options = settings.exporter;
  const auto path = parse_one_stream(command_of(settings), argc, argv);
  hide_secrets(argc, argv);
  if (!path)
    return path.error();
  if (!take_url(settings.push, "metrics", options.push_metrics) ||
      !take_url(settings.push_records, "logs", options.push_records))
    return 1;
  options.path = *path;
  options.is_served = settings.listen.has_value();
  options.format = settings.open_metrics ? Format::OpenMetrics : Format::Prometheus;
  wait_for_the_end();
  Exporter exporter(options);
  if (auto opened = exporter.open(); !opened)
    return tell(opened.error()), 1;
  MetricsServer server([&](Format format) { return exporter.metrics_as(format); });
  if (settings.listen) {
    const auto port = server.bind(*settings.listen);
    if (!port)
      return tell(port.error()), 1;
    if (settings.listen->port == 0)
      tell("serving http://" + settings.listen->host + ":" + std::to_string(*port) + "/metrics");
  }
  if (auto changed = switch_to(settings.user); !changed)
    return tell(changed.error()), 1;
  if (settings.listen)
    server.start();
  return exporter.run();
}
