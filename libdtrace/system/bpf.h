// Stage: system. bpf(2): a function for each of its commands that dtrace uses. Nobody else makes
// that call (test/layering). libbpf's low-level functions stand behind it where its release knows
// what is asked; those of them that print are not used, so its print hook is left alone. No
// descriptor, or false: errno says why.
#pragma once
#include "base/descriptor.h"

#include <cstddef>
#include <cstdint>
#include <linux/bpf.h>
#include <optional>
#include <span>

namespace dtrace::bpf {

// ---- Maps
struct NewMap {
  uint32_t type;    // BPF_MAP_TYPE_…
  const char *name; // at most 15 bytes
  uint32_t key_size = 0, value_size = 0, entries = 0;
  uint32_t flags = 0;
  int types = -1; // BTF, with the ids of the key's type and the value's
  uint32_t key_type = 0, value_type = 0;
  int inner = -1; // of a map of maps: one as those that it holds
};
Descriptor make_map(const NewMap &map);
bool get(int map, const void *key, void *value);
bool set(int map, const void *key, const void *value);
bool take(int map, const void *key, void *value); // out of a hash
bool erase(int map, const void *key);
bool next_key(int map, const void *key, void *next); // key null: the first; ENOENT: there is none
// Up to `count` elements behind `position` (null: from the first on), where the next ones begin is
// left in `next`; ENOENT: these were the last.
bool get_batch(int map, void *position, void *next, void *keys, void *values, uint32_t &count);
bool freeze(int map);

// ---- Programs and types
struct NewProgram {
  bpf_prog_type type;
  const char *name; // at most 15 bytes
  std::span<const bpf_insn> code;
  uint32_t flags = 0;
  uint32_t attach_type = 0; // enum bpf_attach_type
  uint32_t attach_to = 0;   // what it is attached to: a type's id
  int attach_types = -1;    // of that module's BTF; -1: of the kernel's
  int types = -1;           // BTF of its own, with `functions`
  std::span<const bpf_func_info> functions{};
  std::span<char> log{}; // of the verifier; empty: none
  uint32_t log_level = 0;
};
Descriptor load(const NewProgram &program);
// BPF_PROG_TEST_RUN, on the CPU that we are on, with these arguments of a raw tracepoint.
bool run(int program, std::span<const uint64_t> arguments = {});
Descriptor load_types(std::span<const std::byte> types);
bool knows_helper(int helper); // in programs of raw tracepoints
bool knows_map(uint32_t type);
const char *library_version(); // of libbpf: "1.1"

// The id of the next object with types of its own, the kernel itself and its modules among them,
// behind `id` (0: the first); 0: there is none.
uint32_t next_types(uint32_t id);
Descriptor open_types(uint32_t id);
// Whether they are the kernel's own or a module's: its name, else "".
struct TypesName {
  char text[64];
};
TypesName kernel_object_of(int types);

// ---- Links: what they attach is detached once nobody has them open
// name null: the program knows its tracepoint, or its function (fentry).
Descriptor link_tracepoint(int program, const char *name = nullptr);
Descriptor link_event(int program, int event, uint64_t cookie = 0);
Descriptor link_iterator(int program);
Descriptor read_iterator(int link); // a file to read

struct Functions { // of the kernel: addresses, or names
  std::span<const unsigned long> addresses{};
  std::span<const char *const> names{};
  std::span<const uint64_t> cookies{};
  bool at_return = false;
};
Descriptor link_functions(int program, const Functions &functions);

struct Places { // of a file
  const char *path;
  const uint64_t *offsets, *cookies = nullptr;
  const uint64_t *counters = nullptr; // offsets of semaphores; null: there are none
  uint32_t count = 1;
  uint32_t process = 0; // 0: every one
  bool at_return = false;
};
Descriptor link_places(int program, const Places &places); // Linux 6.6
constexpr uint32_t places_attach_type = 48; // BPF_TRACE_UPROBE_MULTI: the headers here are older

// Whether a raw tracepoint's link may have a cookie (Linux 6.10).
bool knows_tracepoint_cookies();

} // namespace dtrace::bpf
