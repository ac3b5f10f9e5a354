// Stage: types. Opening and indexing one file of BTF. Every record is checked against the end of
// its section here, once, so that those who follow ids need to check the ids only.
#include "types/btf_file.h"

#include "base/descriptor.h"
#include "files/open_file.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace {

namespace {
constexpr off_t most_bytes = 256 << 20; // some fifty times what Debian's kernel has
// Bytes after a record of each kind: fixed, and for each of its vlen.
struct TailRow {
  uint8_t fixed, each;
  bool known;
};
constexpr TailRow tail_rows[] = {
    {0, 0, false},                      // no such kind
    {4, 0, true},                       // INT
    {0, 0, true},                       // PTR
    {sizeof(btf_array), 0, true},       // ARRAY
    {0, sizeof(btf_member), true},      // STRUCT
    {0, sizeof(btf_member), true},      // UNION
    {0, sizeof(btf_enum), true},        // ENUM
    {0, 0, true},                       // FWD
    {0, 0, true},                       // TYPEDEF
    {0, 0, true},                       // VOLATILE
    {0, 0, true},                       // CONST
    {0, 0, true},                       // RESTRICT
    {0, 0, true},                       // FUNC
    {0, sizeof(btf_param), true},       // FUNC_PROTO
    {sizeof(btf_var), 0, true},         // VAR
    {0, sizeof(btf_var_secinfo), true}, // DATASEC
    {0, 0, true},                       // FLOAT
    {sizeof(btf_decl_tag), 0, true},    // DECL_TAG
    {0, 0, true},                       // TYPE_TAG
    {0, sizeof(btf_enum64), true},      // ENUM64
};

// Multiplicative hashing: the offsets of names are spread over the table's upper bits.
uint32_t bucket_of(uint32_t name_offset, size_t buckets) {
  return (name_offset * 2654435761u) >> (32 - std::countr_zero(buckets));
}

Failure damaged(const std::string &path, const char *what) {
  return fail("the kernel's type data %s cannot be used: %s", path.c_str(), what);
}
} // namespace

Result<std::unique_ptr<BtfFile>> BtfFile::open(const std::string &path, const BtfFile *base) {
  std::unique_ptr<BtfFile> btf(new BtfFile);
  if (base) {
    btf->base_ = base;
    btf->first_id_ = base->end_id();
    btf->first_string_ = base->first_string_ + base->strings_size_;
  }
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file)
    return damaged(path, strerror(errno));
  TRY_VOID(btf->parse(file.get(), path, true));
  return btf;
}

Result<std::shared_ptr<const BtfFile>> BtfFile::open_given(const std::string &path) {
  std::shared_ptr<BtfFile> btf(new BtfFile);
  const auto file = open_file(path);
  if (!file)
    return damaged(path, file.error().message.c_str());
  TRY_VOID(btf->parse(file->get(), path, false));
  return btf;
}

Result<void> BtfFile::parse(int file, const std::string &path, bool may_map) {
  TRY_VOID(read(file, path, may_map));
  TRY_VOID(find_sections(path));
  return make_index(path);
}

// What the kernel has does not change while it runs, so sessions cannot tell that they share it.
Result<std::shared_ptr<const BtfFile>> BtfFile::open_kernel(const std::string &path) {
  static std::mutex mutex;
  static std::map<std::string, std::weak_ptr<const BtfFile>> opened;
  const std::lock_guard lock(mutex);
  std::weak_ptr<const BtfFile> &known = opened[path];
  if (auto file = known.lock())
    return file;
  TRY(file, open(path, nullptr));
  const std::shared_ptr<const BtfFile> shared = std::move(file);
  known = shared;
  return shared;
}

BtfFile::~BtfFile() {
  if (data_)
    munmap(const_cast<char *>(data_), size_);
}

Result<void> BtfFile::read(int file, const std::string &path, bool may_map) {
  struct stat status;
  if (fstat(file, &status) != 0)
    return damaged(path, strerror(errno));
  if (status.st_size < static_cast<off_t>(sizeof(btf_header)))
    return damaged(path, "it is too short");
  if (status.st_size > most_bytes)
    return damaged(path, "it is too long");
  size_ = status.st_size;
  void *mapped = may_map ? mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  if (mapped != MAP_FAILED) {
    data_ = static_cast<char *>(mapped);
    return {};
  }
  mapped = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED)
    return damaged(path, strerror(errno));
  data_ = static_cast<char *>(mapped);
  for (size_t got = 0; got < size_;) {
    const ssize_t n = ::read(file, static_cast<char *>(mapped) + got, size_ - got);
    if (n <= 0)
      return damaged(path, n < 0 ? strerror(errno) : "it is shorter than its size");
    got += n;
  }
  return {};
}

Result<void> BtfFile::find_sections(const std::string &path) {
  const auto *header = reinterpret_cast<const btf_header *>(data_);
  if (header->magic != BTF_MAGIC || header->version != BTF_VERSION)
    return damaged(path, "it is not BTF of this machine");
  const uint64_t types = uint64_t{header->hdr_len} + header->type_off;
  const uint64_t strings = uint64_t{header->hdr_len} + header->str_off;
  if (header->hdr_len < sizeof *header || types % 4 != 0 || types + header->type_len > size_ ||
      strings + header->str_len > size_)
    return damaged(path, "its sections lie outside it");
  types_ = data_ + types;
  types_size_ = header->type_len;
  strings_ = data_ + strings;
  strings_size_ = header->str_len;
  if (strings_size_ && strings_[strings_size_ - 1] != '\0')
    return damaged(path, "its names are not terminated");
  return {};
}

Result<void> BtfFile::make_index(const std::string &path) {
  const size_t guess = types_size_ / 20;
  buckets_.resize(std::bit_floor(std::max<size_t>(guess, 16)));
  records_.reserve(guess);
  next_.reserve(guess);
  for (uint64_t at = 0; at < types_size_;) {
    if (at + sizeof(btf_type) > types_size_)
      return damaged(path, "a record is cut short");
    const auto *record = reinterpret_cast<const btf_type *>(types_ + at);
    const unsigned its_kind = kind(record);
    if (its_kind >= std::size(tail_rows) || !tail_rows[its_kind].known)
      return damaged(path, "it has a kind of record that is not known");
    const TailRow &tail = tail_rows[its_kind];
    const uint64_t size =
        sizeof *record + tail.fixed + uint64_t{tail.each} * BTF_INFO_VLEN(record->info);
    if (at + size > types_size_)
      return damaged(path, "a record is cut short");
    tells_signed_enums_ |= its_kind == BTF_KIND_ENUM && kind_flag(record);
    records_.push_back(at);
    uint32_t &bucket = buckets_[bucket_of(record->name_off, buckets_.size())];
    next_.push_back(bucket);
    bucket = records_.size();
    at += size;
  }
  if (base_)
    tells_signed_enums_ |= base_->tells_signed_enums_;
  return {};
}

const btf_type *BtfFile::type(uint32_t id) const {
  if (id < first_id_)
    return base_ ? base_->type(id) : nullptr;
  if (id - first_id_ >= records_.size())
    return nullptr;
  return reinterpret_cast<const btf_type *>(types_ + records_[id - first_id_]);
}

std::string_view BtfFile::name(uint32_t offset) const {
  if (offset < first_string_)
    return base_->name(offset);
  offset -= first_string_;
  return offset < strings_size_ ? std::string_view(strings_ + offset) : std::string_view();
}

uint32_t BtfFile::find_string(std::string_view text) const {
  if (text.empty())
    return 0;
  if (base_)
    if (const uint32_t offset = base_->find_string(text))
      return offset;
  // Every string follows the NUL of another; the first one is "", or what the base's end precedes.
  std::string pattern(text);
  pattern.push_back('\0');
  if (strings_size_ >= pattern.size() && memcmp(strings_, pattern.data(), pattern.size()) == 0)
    return first_string_;
  pattern.insert(pattern.begin(), '\0');
  const void *found = memmem(strings_, strings_size_, pattern.data(), pattern.size());
  return found ? first_string_ + (static_cast<const char *>(found) - strings_) + 1 : 0;
}

uint32_t BtfFile::find(std::string_view name, uint32_t kinds) const {
  const uint32_t offset = find_string(name);
  if (!offset)
    return 0;
  uint32_t least = 0;
  for (uint32_t i = buckets_[bucket_of(offset, buckets_.size())]; i; i = next_[i - 1]) {
    const auto *record = reinterpret_cast<const btf_type *>(types_ + records_[i - 1]);
    if (record->name_off == offset && (kinds >> kind(record) & 1))
      least = i;
  }
  return least ? first_id_ + least - 1 : 0;
}

} // namespace dtrace
