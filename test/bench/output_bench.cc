// Records a second through consumer and printer, on one core: printf("%d %d %s\n", pid, timestamp,
// execname) to /dev/null (or the file given), and the other common shapes.
//   output_bench [FILE [MILLIONS]]
#include "consume/consumer.h"
#include "output/json_printer.h"
#include "output/printer.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace dtrace;

namespace {
class NoNames : public Symbolizer {
  std::string kernel(uint64_t, AddressForm) override { return "?"; }
  std::string user(uint64_t, uint64_t, AddressForm) override { return "?"; }
  std::vector<uint64_t> stack(uint64_t, bool) override { return {}; }
};
class NoAggregations : public AggregationSource {
  void read(const AggregationRecord &, const Visit &) override {}
  uint64_t advance_generation() override { return 1; }
  bool forget(const AggregationRecord &, std::span<const std::byte>, const Visit &) override {
    return false;
  }
};

struct Shape {
  const char *name;
  const char *format; // null: trace() of the three
  bool quiet;
  bool ndjson = false;
};
constexpr Shape shapes[] = {
    {"printf %d %d %s", "%d %d %s\n", true},
    {"printf %5d %-20u %16s", "%5d %-20u %16s\n", true},
    {"printf with the line's head", "%d %d %s", false},
    {"trace() of the three", nullptr, false},
    {"ndjson: printf %d %d %s", "%d %d %s\n", true, true},
    {"ndjson: trace() of the three", nullptr, false, true},
};

struct Data { // as the clause's layout
  dt_record header;
  int32_t pid;
  uint32_t pad;
  uint64_t timestamp;
  char execname[16];
};

Manifest manifest_of(const Shape &shape) {
  Manifest manifest;
  manifest.probes[1] = {1, "dtrace", "", "", "BEGIN"};
  manifest.probes[77] = {77, "syscall", "vmlinux", "read", "entry"};
  ClauseRecord clause;
  clause.size = sizeof(Data);
  const Field fields[] = {
      {.kind = FieldKind::Integer, .offset = offsetof(Data, pid), .size = 4, .is_signed = true},
      {.kind = FieldKind::Integer, .offset = offsetof(Data, timestamp), .size = 8},
      {.kind = FieldKind::String, .offset = offsetof(Data, execname), .size = 16}};
  if (shape.format) {
    clause.actions.push_back(
        {.kind = ActionKind::Printf, .fields = {fields[0], fields[1], fields[2]}});
    clause.actions.back().format = *parse_format(shape.format, {});
  } else {
    for (const Field &field : fields)
      clause.actions.push_back({.kind = ActionKind::Trace, .fields = {field}});
  }
  manifest.clauses.push_back(clause);
  return manifest;
}

double records_a_second(const Shape &shape, int fd, size_t records) {
  const Manifest manifest = manifest_of(shape);
  const RecordedNames recorded(manifest);
  Options options;
  if (shape.quiet)
    (void)options.set("quiet", "");
  NoNames names;
  NoAggregations source;
  Output out(fd), error(2);
  Printer text(manifest, recorded, options, names, out, error);
  JsonPrinter json(manifest, recorded, options, names, out, error, {});
  RecordHandler &printer = shape.ndjson ? static_cast<RecordHandler &>(json) : text;
  Consumer consumer(manifest, recorded, options, printer, source);
  consumer.end_of_begin();
  std::vector<Data> data(4096); // a buffer's worth
  for (size_t i = 0; i < data.size(); i++) {
    data[i] = {{77, 0, static_cast<uint16_t>(i % 2)},
               static_cast<int32_t>(1000 + i * 7 % 30000),
               0,
               1234567890123456 + i * 977,
               ""};
    snprintf(data[i].execname, sizeof data[i].execname, i % 3 ? "bash" : "systemd-journal");
  }
  const auto start = std::chrono::steady_clock::now();
  for (size_t i = 0; i < records; i++) {
    consumer.consume(std::as_bytes(std::span(&data[i % data.size()], 1)));
    if (i % data.size() == data.size() - 1)
      consumer.end_of_batch();
  }
  consumer.finish();
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  return records / time.count();
}
} // namespace

int main(int argc, char **argv) {
  const char *path = argc > 1 ? argv[1] : "/dev/null";
  const size_t records = (argc > 2 ? atol(argv[2]) : 5) * 1000000;
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    perror(path);
    return 1;
  }
  for (const Shape &shape : shapes)
    printf("%-30s %12.0f records/s\n", shape.name, records_a_second(shape, fd, records));
  close(fd);
  return 0;
}
