// Benchmark: load OBJECT PID [exit | print]. Loads and attaches one hand-written program (c/*.bpf.c),
// as a process of its own so that it is measured as the other tracers are, and stays until SIGINT
// or SIGTERM. `exit`: leaves as soon as it is attached. `print`: prints each record of print.bpf.c;
// drops are told on stderr at the end, in dtrace's words.
#include "c/record.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <unistd.h>

namespace {

volatile sig_atomic_t leaving = 0;

int fail(const char *what) {
  std::fprintf(stderr, "load: %s: %s\n", what, std::strerror(errno));
  return 1;
}

int print_record(void *, void *data, size_t) {
  const auto *record = static_cast<const struct record *>(data);
  std::printf("%u %llu %s\n", record->pid, record->time, record->name);
  return 0;
}

// Of the per-CPU counters named drops in .bss, a cache line each; it is all there is in it.
void tell_drops(bpf_object *object) {
  size_t size = 0;
  bpf_map *map = bpf_object__find_map_by_name(object, ".bss");
  const auto *counters =
      static_cast<const unsigned long long *>(map ? bpf_map__initial_value(map, &size) : nullptr);
  for (size_t cpu = 0; counters && cpu < size / 64; cpu++)
    if (counters[cpu * 8])
      std::fprintf(stderr, "load: %llu drops on CPU %zu\n", counters[cpu * 8], cpu);
}

int consume(bpf_object *object) {
  ring_buffer *records = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "records"),
                                          print_record, nullptr, nullptr);
  if (!records)
    return fail("ring buffer");
  static char buffer[1 << 16];
  std::setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  while (!leaving)
    if (ring_buffer__consume(records) == 0)
      usleep(500);
  ring_buffer__consume(records);
  tell_drops(object);
  ring_buffer__free(records);
  return 0;
}

bool set_target(bpf_object *object, unsigned pid) {
  bpf_map *map = nullptr;
  bpf_object__for_each_map(map, object) {
    if (std::string_view(bpf_map__name(map)).starts_with(".rodata.target"))
      return bpf_map__set_initial_value(map, &pid, sizeof pid) == 0;
  }
  return true; // the empty program has none
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 3) {
    std::fputs("usage: load OBJECT PID [exit | print]\n", stderr);
    return 2;
  }
  const std::string_view mode = argc > 3 ? argv[3] : "";
  struct sigaction action = {};
  action.sa_handler = [](int) { leaving = 1; };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);

  bpf_object *object = bpf_object__open_file(argv[1], nullptr);
  if (!object || !set_target(object, std::atoi(argv[2])))
    return fail(argv[1]);
  if (bpf_object__load(object) != 0)
    return fail("load");
  bpf_program *program = nullptr;
  bpf_object__for_each_program(program, object) {
    if (!bpf_program__attach(program))
      return fail("attach");
  }
  if (mode == "print")
    return consume(object);
  while (mode != "exit" && !leaving)
    usleep(10000);
  return 0;
}
