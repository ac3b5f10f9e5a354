// Stage: types. One file of BTF (Documentation/bpf/btf.rst in the kernel's sources) as it lies in
// memory, with an index made in one pass when it is opened: records are neither copied nor decoded.
// A module's file is split: its ids and its string offsets go on where its base's end.
//
// Measured on a 5.5 MB vmlinux of 126,000 types: map 0.1 ms, index 1.5 ms, a name 0.3 ms at most;
// libbpf's btf__parse() takes 5 to 18 ms, as it reads a copy. Kernels before 6.16 cannot map the
// file, reading it takes 8 ms there.
#pragma once
#include "base/diagnostic.h"

#include <cstdint>
#include <functional>
#include <linux/btf.h>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

class BtfFile {
public:
  // base: null, or the file that this one is split from; it must outlive this one.
  static Result<std::unique_ptr<BtfFile>> open(const std::string &path, const BtfFile *base);
  // Of the running kernel itself: one for all who hold it at the same time.
  static Result<std::shared_ptr<const BtfFile>> open_kernel(const std::string &path);
  // Of a file that somebody made: copied, not mapped, and bounded.
  static Result<std::shared_ptr<const BtfFile>> open_given(const std::string &path);
  ~BtfFile();
  BtfFile(const BtfFile &) = delete;

  uint32_t first_id() const { return first_id_; }
  uint32_t end_id() const { return first_id_ + static_cast<uint32_t>(records_.size()); }
  const btf_type *type(uint32_t id) const;      // null: no such id (0 is void and has none)
  std::string_view name(uint32_t offset) const; // "" when out of range
  std::string_view name_of(const btf_type *record) const { return name(record->name_off); }
  bool tells_signed_enums() const { return tells_signed_enums_; } // kernels from 6.0

  // The first id in this file, not its base, with that name and a kind in `kinds` (bits
  // 1 << BTF_KIND_…); 0: none.
  uint32_t find(std::string_view name, uint32_t kinds) const;
  // The offset of exactly that string in this file or its base; 0: none.
  uint32_t find_string(std::string_view text) const;

  static unsigned kind(const btf_type *record) { return BTF_INFO_KIND(record->info); }
  static bool kind_flag(const btf_type *record) { return BTF_INFO_KFLAG(record->info); }
  // What follows the record: its members, parameters, enumerators, ….
  template <class T> static std::span<const T> tail(const btf_type *record) {
    return {reinterpret_cast<const T *>(record + 1), BTF_INFO_VLEN(record->info)};
  }

private:
  BtfFile() = default;
  Result<void> parse(int file, const std::string &path, bool may_map);
  Result<void> read(int file, const std::string &path, bool may_map);
  Result<void> find_sections(const std::string &path);
  Result<void> make_index(const std::string &path);

  const BtfFile *base_ = nullptr;
  const char *data_ = nullptr;
  size_t size_ = 0;
  const char *types_ = nullptr, *strings_ = nullptr;
  uint32_t types_size_ = 0, strings_size_ = 0;
  uint32_t first_id_ = 1, first_string_ = 0;
  bool tells_signed_enums_ = false;
  std::vector<uint32_t> records_;        // by id - first_id_: offset in types_
  std::vector<uint32_t> buckets_, next_; // by name offset: index + 1 in records_, chained
};

} // namespace dtrace
