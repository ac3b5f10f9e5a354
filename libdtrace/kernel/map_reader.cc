// Stage: kernel. All elements of a hash or array map, a thousand a call where the kernel can
// (hashes from 5.6 on), else one by one. Elements that programs add or remove meanwhile may or may
// not be seen; the others are seen once.
#include "kernel/kernel.h"

#include "base/limits.h"
#include "system/bpf.h"

#include <algorithm>
#include <cerrno>

namespace dtrace {

namespace {

using Element = std::function<void(std::span<const std::byte>, std::span<const std::byte>)>;

bool is_per_cpu(uint32_t type) {
  return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_LRU_PERCPU_HASH ||
         type == BPF_MAP_TYPE_PERCPU_ARRAY;
}

// The bytes that the kernel copies out for one element.
size_t values_size(const MapSpec &spec, uint32_t cpus) {
  return is_per_cpu(spec.type) ? (spec.value_size + size_t{7}) / 8 * 8 * cpus : spec.value_size;
}

Result<void> refused(const MapSpec &spec) {
  return fail("failed to read the map %s: %s", spec.symbol.c_str(), explain_errno(errno).c_str());
}

struct Reader {
  int fd;
  const MapSpec &spec;
  size_t value_size;
  const Element &element;

  // false: this kernel or kind of map has no batches; nothing was handed over.
  Result<bool> by_batch() const {
    uint32_t room = std::min<uint32_t>(spec.max_entries, 1024);
    std::vector<std::byte> keys, values;
    std::vector<std::byte> position(std::max<size_t>(spec.key_size, 8));
    bool first = true;
    for (;;) {
      keys.resize(size_t{room} * spec.key_size);
      values.resize(room * value_size);
      uint32_t count = room;
      const bool more = bpf::get_batch(fd, first ? nullptr : position.data(), position.data(),
                                       keys.data(), values.data(), count);
      const int error = more ? 0 : errno;
      if (error == ENOSPC && count == 0) { // one bucket of the hash has more than `room`
        room *= 2;
        continue;
      }
      if (error != 0 && error != ENOENT) {
        if (first && error != EPERM && error != ENOMEM && error != EFAULT)
          return false;
        return std::unexpected(refused(spec).error());
      }
      for (uint32_t i = 0; i < count; i++)
        element({keys.data() + i * size_t{spec.key_size}, spec.key_size},
                {values.data() + i * value_size, value_size});
      if (error == ENOENT) // that was all
        return true;
      first = false;
    }
  }

  Result<void> one_by_one() const {
    std::vector<std::byte> key(spec.key_size), next(spec.key_size), value(value_size);
    bool first = true;
    while (bpf::next_key(fd, first ? nullptr : key.data(), next.data())) {
      first = false;
      key = next;
      if (bpf::get(fd, key.data(), value.data()))
        element(key, value);
      else if (errno != ENOENT) // gone meanwhile
        return refused(spec);
    }
    return errno == ENOENT ? Result<void>{} : refused(spec);
  }
};

} // namespace

Result<void> for_each_element(int map_fd, const MapSpec &spec, uint32_t cpus,
                              const Element &element) {
  const Reader reader{map_fd, spec, values_size(spec, cpus), element};
  TRY(done, reader.by_batch());
  return done ? Result<void>{} : reader.one_by_one();
}

bool take_element(int map_fd, std::span<const std::byte> key, std::span<std::byte> values) {
  return bpf::take(map_fd, key.data(), values.data()) ||
         (bpf::get(map_fd, key.data(), values.data()) && bpf::erase(map_fd, key.data()));
}

} // namespace dtrace
