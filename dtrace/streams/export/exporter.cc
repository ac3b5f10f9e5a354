#include "export/exporter.h"

#include "export/native.h"
#include "export/otlp.h"
#include "reader/write_all.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace::stream {

namespace {
// Milliseconds: how long new values wait at most on their way to the file.
constexpr int kGlance = 250, kPause = 20;
constexpr int64_t kRecordInterval = 1'000'000'000; // ns: so long a record waits for others

int64_t wall_clock() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
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
} // namespace

void tell(const std::string &message) {
  fprintf(stderr, "dtrace-export: %s\n", message.c_str());
}

Exporter::Exporter(const ExporterOptions &options)
    : options_(options), metrics_(options.metrics, tell),
      stream_([this](const StreamObject &object) { take(object); }, tell) {}

std::expected<void, std::string> Exporter::open() {
  struct stat status;
  const int result =
      options_.path == "-" ? fstat(STDIN_FILENO, &status) : stat(options_.path.c_str(), &status);
  is_recording_ = result == 0 && S_ISREG(status.st_mode);
  return stream_.open(options_.path);
}

// Of a recording nothing need be lost for a receiver that is slow, as long as it takes what it
// gets.
bool Exporter::is_patient() const {
  return is_recording_ && record_pusher_ && !record_pusher_->is_failing();
}

void Exporter::take(const StreamObject &object) {
  metrics_.take(stream_.head(), object);
  changed_ = true;
  if (!record_pusher_)
    return;
  const Json *timestamp = member(object.json, "timestamp");
  std::string record =
      otlp_record(object, timestamp ? stream_.wall_time(integer(*timestamp)) : wall_clock());
  bool many = false;
  if (!record.empty() && records_.add(std::move(record), many) && many)
    record_pusher_->push_soon();
}

StreamState Exporter::state() const {
  const bool has_head = stream_.has_head();
  const auto of = [&](const char *name) {
    const Json *value = has_head ? member(stream_.head(), name) : nullptr;
    return value ? std::string(shown(*value)) : "";
  };
  StreamState state{of("host"), of("kernel"), of("version")};
  state.started = has_head ? number(stream_.head(), "started") : 0;
  state.skipped = stream_.broken();
  state.ended = ended_;
  if (!metrics_pusher_ && !record_pusher_)
    return state;
  PushState &push = state.push.emplace();
  if (metrics_pusher_)
    push.metrics = metrics_pusher_->counts();
  if (record_pusher_)
    push.logs = record_pusher_->counts();
  push.logs.lost = records_.lost();
  push.waiting = records_.waiting();
  return state;
}

std::string Exporter::metrics_as(Format format) {
  const std::scoped_lock lock(mutex_);
  return format == Format::Protobuf ? metrics_protobuf(metrics_, state())
                                    : metrics_text(metrics_, state(), format);
}

// Once a fault was told, it is not told again until writing works.
bool Exporter::write_file() {
  if (options_.file.empty() || !changed_)
    return true;
  changed_ = false;
  return replace_file(options_.file, metrics_as(Format::Prometheus));
}

// The server asks already.
void Exporter::start_pushers() {
  const std::scoped_lock making(mutex_);
  const auto metrics = [this] {
    const std::scoped_lock lock(mutex_);
    return stream_.has_head() ? otlp_metrics(metrics_, state(), wall_clock()) : "";
  };
  const auto records = [this] {
    StreamState its;
    {
      const std::scoped_lock lock(mutex_);
      its = state();
    }
    return records_.first(
        [&](const auto &all, size_t count) { return otlp_logs(its, all, count); });
  };
  if (options_.push_metrics)
    metrics_pusher_.emplace(*options_.push_metrics, options_.interval,
                            PushSource{metrics, [](Outcome) { return false; }}, tell);
  if (options_.push_records)
    record_pusher_.emplace(*options_.push_records, kRecordInterval,
                           PushSource{records,
                                      [this](Outcome outcome) {
                                        return records_.remove(outcome == Outcome::Refused);
                                      }},
                           tell);
  for (auto *pusher : {&metrics_pusher_, &record_pusher_})
    if (*pusher)
      (*pusher)->start();
}

bool Exporter::read(bool &well) {
  while (is_patient() && records_.is_half_full())
    poll(nullptr, 0, kPause);
  stream_.wait(kGlance);
  bool more = false;
  {
    const std::scoped_lock lock(mutex_);
    more = stream_.read(0);
  }
  well &= write_file();
  for (auto *pusher : {&metrics_pusher_, &record_pusher_})
    well &= !*pusher || !(*pusher)->fault();
  return more && well;
}

// False: something was not taken.
bool Exporter::end_pushers() {
  bool well = true;
  for (auto *pusher : {&record_pusher_, &metrics_pusher_}) // these tell what became of those
    if (*pusher) {
      (*pusher)->finish();
      const PushCounts counts = (*pusher)->counts();
      well &= !(*pusher)->fault() && (counts.taken > 0 || counts.failed + counts.refused == 0);
      if (pusher == &record_pusher_)
        records_.lose_all();
    }
  if (const uint64_t lost = records_.lost())
    tell(std::to_string(lost) + (lost == 1 ? " record was lost" : " records were lost")),
        well = false;
  return well;
}

bool Exporter::has_other_output() const {
  return options_.is_served || !options_.file.empty() || options_.push_metrics ||
         options_.push_records;
}

int Exporter::run() {
  start_pushers();
  bool well = true;
  while (read(well)) {
  }
  {
    const std::scoped_lock lock(mutex_);
    well &= stream_.finish();
    ended_ = changed_ = true;
  }
  while (is_patient() && records_.waiting())
    poll(nullptr, 0, kPause);
  well &= end_pushers();
  well &= write_file();
  if (!has_other_output())
    well &= write_all(STDOUT_FILENO, metrics_as(options_.format));
  while (options_.is_served && options_.keep)
    pause();
  return well ? 0 : 1;
}

} // namespace dtrace::stream
