#include "output/stream_head.h"

#include "base/enum_size.h"
#include "output/json_aggregation.h"
#include "output/messages.h"

#include <cstdio>
#include <ctime>
#include <sys/utsname.h>
#include <tuple>

namespace dtrace {

namespace {
int64_t clock_now(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

std::string boot_id() {
  char text[64] = "";
  if (FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re")) {
    if (fscanf(file, "%63s", text) != 1)
      *text = 0;
    fclose(file);
  }
  return text;
}

void put_machine(JsonObject &object) {
  utsname machine{};
  uname(&machine);
  object.text("host", machine.nodename).text("boot-id", boot_id());
  object.text("kernel", machine.release).text("machine", machine.machine);
}

// Those that were given and bear on what is printed: numbers and flags.
void put_options(JsonObject &object, const Options &options) {
  JsonObject shown(object.member("options"));
  for (const OptionRow &row : option_rows()) {
    const bool number = row.kind == OptionKind::Flag || row.kind == OptionKind::Number ||
                        row.kind == OptionKind::Size;
    if (number && row.time != OptionTime::Compile && options.was_given(row.name))
      shown.number(row.name, static_cast<int64_t>(options.number(row.name)), false);
  }
}
} // namespace

// FNV-1a, 64 bits: it tells programs apart, and nothing relies on more.
std::string text_hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text)
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  char digits[17];
  snprintf(digits, sizeof digits, "%016lx", static_cast<unsigned long>(hash));
  return digits;
}

void put_stream_head(JsonObject &object, const Manifest &manifest, const Options &options,
                     const std::vector<StreamProgram> &programs) {
  object.number("dtrace-stream", kStreamVersion).text("version", DTRACE_RELEASE);
  put_machine(object);
  object.number("started", clock_now(CLOCK_REALTIME));
  object.number("monotonic", clock_now(CLOCK_MONOTONIC));
  {
    JsonList list(object.member("program"));
    for (const StreamProgram &program : programs)
      JsonObject(list.element()).text("name", program.name).text("hash", program.hash);
  }
  put_options(object, options);
  JsonList list(object.member("aggregations"));
  for (const AggregationRecord &aggregation : manifest.aggregations) {
    JsonObject description(list.element());
    put_json_description(description, aggregation);
  }
}

void put_stream_end(JsonObject &object, const StreamTotals &totals, int exit_status) {
  static_assert(std::tuple_size_v<decltype(totals.drops)> == enum_size<DropKind>);
  object.number("exit-status", exit_status);
  object.number("firings", static_cast<int64_t>(totals.firings));
  object.number("errors", static_cast<int64_t>(totals.errors));
  JsonObject drops(object.member("drops"));
  for (size_t i = 0; i < totals.drops.size(); i++)
    if (totals.drops[i])
      drops.number(drop_tag(static_cast<DropKind>(i)), static_cast<int64_t>(totals.drops[i]));
}

} // namespace dtrace
