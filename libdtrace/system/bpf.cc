#include "system/bpf.h"

#include <algorithm>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cerrno>
#include <cstring>
#include <sys/syscall.h>

namespace dtrace::bpf {

namespace {

// libbpf's functions return -errno; some set errno, too.
Descriptor made(int fd) {
  if (fd < 0)
    errno = -fd;
  return Descriptor(fd);
}

bool done(int error) {
  if (error < 0)
    errno = -error;
  return error >= 0;
}

// Where nothing may be allocated, and what libbpf's release does not know.
template <class Attributes> Descriptor call(bpf_cmd command, const Attributes &attributes) {
  return Descriptor(static_cast<int>(syscall(SYS_bpf, command, &attributes, sizeof attributes)));
}

// The part of union bpf_attr for BPF_LINK_CREATE that uprobe_multi uses (include/uapi/linux/bpf.h
// of Linux 6.6).
struct PlacesAttributes {
  uint32_t program, target, attach_type, flags;
  uint64_t path, offsets, counter_offsets, cookies; // addresses
  uint32_t count, places_flags, process, unused;
};
constexpr uint32_t at_return_flag = 1; // BPF_F_UPROBE_MULTI_RETURN

template <class T> uint64_t address(const T *pointer) {
  return reinterpret_cast<uint64_t>(pointer);
}

} // namespace

Descriptor make_map(const NewMap &map) {
  LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = map.flags);
  if (map.types >= 0) {
    options.btf_fd = static_cast<uint32_t>(map.types);
    options.btf_key_type_id = map.key_type;
    options.btf_value_type_id = map.value_type;
  }
  if (map.inner >= 0)
    options.inner_map_fd = static_cast<uint32_t>(map.inner);
  return made(bpf_map_create(static_cast<bpf_map_type>(map.type), map.name, map.key_size,
                             map.value_size, map.entries, &options));
}

bool get(int map, const void *key, void *value) {
  return done(bpf_map_lookup_elem(map, key, value));
}

bool set(int map, const void *key, const void *value) {
  return done(bpf_map_update_elem(map, key, value, BPF_ANY));
}

bool take(int map, const void *key, void *value) {
  return done(bpf_map_lookup_and_delete_elem(map, key, value));
}

bool erase(int map, const void *key) {
  return done(bpf_map_delete_elem(map, key));
}

bool next_key(int map, const void *key, void *next) {
  return done(bpf_map_get_next_key(map, key, next));
}

bool get_batch(int map, void *position, void *next, void *keys, void *values, uint32_t &count) {
  return done(bpf_map_lookup_batch(map, position, next, keys, values, &count, nullptr));
}

bool freeze(int map) {
  return done(bpf_map_freeze(map));
}

Descriptor load(const NewProgram &program) {
  LIBBPF_OPTS(bpf_prog_load_opts, options);
  options.prog_flags = program.flags;
  options.expected_attach_type = static_cast<bpf_attach_type>(program.attach_type);
  options.attach_btf_id = program.attach_to;
  options.attach_btf_obj_fd = static_cast<uint32_t>(std::max(program.attach_types, 0));
  if (program.types >= 0) {
    options.prog_btf_fd = static_cast<uint32_t>(program.types);
    options.func_info = program.functions.data();
    options.func_info_cnt = static_cast<uint32_t>(program.functions.size());
    options.func_info_rec_size = sizeof(bpf_func_info);
  }
  if (!program.log.empty()) {
    options.log_buf = program.log.data();
    options.log_size = static_cast<uint32_t>(program.log.size());
    options.log_level = program.log_level;
  }
  return made(bpf_prog_load(program.type, program.name, "GPL", program.code.data(),
                            program.code.size(), &options));
}

bool run(int program, std::span<const uint64_t> arguments) {
  LIBBPF_OPTS(bpf_test_run_opts, options);
  options.ctx_in = arguments.empty() ? nullptr : arguments.data();
  options.ctx_size_in = static_cast<uint32_t>(arguments.size_bytes());
  return done(bpf_prog_test_run_opts(program, &options));
}

Descriptor load_types(std::span<const std::byte> types) {
  return made(bpf_btf_load(types.data(), types.size(), nullptr));
}

bool knows_helper(int helper) {
  return libbpf_probe_bpf_helper(BPF_PROG_TYPE_RAW_TRACEPOINT, static_cast<bpf_func_id>(helper),
                                 nullptr) == 1;
}

bool knows_map(uint32_t type) {
  return libbpf_probe_bpf_map_type(static_cast<bpf_map_type>(type), nullptr) == 1;
}

const char *library_version() {
  return libbpf_version_string() + 1;
} // "v1.1"

uint32_t next_types(uint32_t id) {
  return bpf_btf_get_next_id(id, &id) == 0 ? id : 0;
}

Descriptor open_types(uint32_t id) {
  return made(bpf_btf_get_fd_by_id(id));
}

TypesName kernel_object_of(int types) {
  TypesName name = {};
  bpf_btf_info info = {};
  info.name = address(name.text);
  info.name_len = sizeof name.text;
  uint32_t size = sizeof info;
  const bool got = done(bpf_obj_get_info_by_fd(types, &info, &size));
  return got && info.kernel_btf ? name : TypesName{};
}

Descriptor link_tracepoint(int program, const char *name) {
  return made(bpf_raw_tracepoint_open(name, program));
}

Descriptor link_event(int program, int event, uint64_t cookie) {
  bpf_attr attributes = {};
  attributes.link_create.prog_fd = static_cast<uint32_t>(program);
  attributes.link_create.target_fd = static_cast<uint32_t>(event);
  attributes.link_create.attach_type = BPF_PERF_EVENT;
  attributes.link_create.perf_event.bpf_cookie = cookie;
  return call(BPF_LINK_CREATE, attributes);
}

Descriptor link_iterator(int program) {
  return made(bpf_link_create(program, 0, BPF_TRACE_ITER, nullptr));
}

Descriptor read_iterator(int link) {
  return made(bpf_iter_create(link));
}

Descriptor link_functions(int program, const Functions &functions) {
  LIBBPF_OPTS(bpf_link_create_opts, options);
  options.kprobe_multi.flags = functions.at_return ? BPF_F_KPROBE_MULTI_RETURN : 0;
  options.kprobe_multi.cnt =
      static_cast<uint32_t>(std::max(functions.addresses.size(), functions.names.size()));
  options.kprobe_multi.addrs = functions.names.empty() ? functions.addresses.data() : nullptr;
  options.kprobe_multi.syms =
      functions.names.empty() ? nullptr : const_cast<const char **>(functions.names.data());
  options.kprobe_multi.cookies = functions.cookies.empty()
                                     ? nullptr
                                     : reinterpret_cast<const __u64 *>(functions.cookies.data());
  return made(bpf_link_create(program, 0, BPF_TRACE_KPROBE_MULTI, &options));
}

Descriptor link_places(int program, const Places &places) {
  PlacesAttributes attributes = {};
  attributes.program = static_cast<uint32_t>(program);
  attributes.attach_type = places_attach_type;
  attributes.path = address(places.path);
  attributes.offsets = address(places.offsets);
  attributes.cookies = address(places.cookies);
  attributes.counter_offsets = address(places.counters);
  attributes.count = places.count;
  attributes.places_flags = places.at_return ? at_return_flag : 0;
  attributes.process = places.process;
  return call(BPF_LINK_CREATE, attributes);
}

bool knows_tracepoint_cookies() {
  // From Linux 6.10; before, the kernel complains of bytes that it does not know.
  struct {
    uint64_t name;
    uint32_t program, unused;
    uint64_t cookie;
  } attributes = {0, UINT32_MAX, 0, 1};
  const Descriptor link = call(BPF_RAW_TRACEPOINT_OPEN, attributes);
  return errno == EBADF;
}

} // namespace dtrace::bpf
