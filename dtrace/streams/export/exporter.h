// dtrace-export. From a stream to metrics and records, and these to where they are wanted. The
// stream is read by the main thread; what it has come to is asked for by the server's and the
// pushers' threads, too. Always: none of them makes reading wait for a network.
#pragma once
#include "export/pusher.h"
#include "export/record_queue.h"
#include "export/text.h"
#include "reader/single_stream.h"

#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dtrace::stream {

// A line on standard error, with the program's name; for any thread.
void tell(const std::string &message);

struct ExporterOptions {
  std::string path = "-", file;       // the stream; for node_exporter, "" for none
  bool is_served = false;             // somebody asks for metrics_as()
  bool keep = false;                  // even after the end
  Format format = Format::Prometheus; // of what is printed when nothing else is asked for
  std::optional<Endpoint> push_metrics, push_records;
  int64_t interval = 10'000'000'000; // ns, of pushes
  ExportOptions metrics;
};

class Exporter {
public:
  explicit Exporter(const ExporterOptions &options);

  std::expected<void, std::string> open();
  // The exit status.
  int run();
  std::string metrics_as(Format format);

private:
  void take(const StreamObject &object);
  StreamState state() const;
  bool write_file();
  void start_pushers();
  bool read(bool &well); // until the stream ends
  bool end_pushers();
  bool is_patient() const;
  bool has_other_output() const;

  const ExporterOptions &options_;
  std::mutex mutex_; // over metrics_, stream_ and ended_
  Metrics metrics_;
  SingleStream stream_;
  RecordQueue records_;
  bool changed_ = true, ended_ = false;
  bool is_recording_ = false; // the stream is a file: nobody waits for it to be read
  std::optional<Pusher> metrics_pusher_, record_pusher_;
};

} // namespace dtrace::stream
