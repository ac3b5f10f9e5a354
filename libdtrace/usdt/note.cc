#include "arch/processor.h"
#include "usdt/descriptor.h"
#include "usdt/note.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <optional>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace::usdt {

namespace {

constexpr std::string_view owner("stapsdt", 8);
constexpr uint32_t probe_note = 3;
constexpr size_t header_size = 12;

uint64_t padded(uint64_t size) {
  return (size + 3) & ~uint64_t(3);
}

// Takes numbers and texts from the front; false: there is not so much.
class Bytes {
public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}

  bool number(uint64_t &value, size_t size) {
    value = 0;
    if (rest_.size() < size)
      return false;
    memcpy(&value, rest_.data(), size); // little-endian, as all processors here are
    rest_.remove_prefix(size);
    return true;
  }
  bool text(std::string &value) {
    const size_t end = rest_.find('\0');
    if (end == rest_.npos)
      return false;
    value = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }

private:
  std::string_view rest_;
};

// Null: it ends too early.
std::optional<Note> note_of(std::string_view description, bool is_64_bit) {
  Bytes bytes(description);
  const size_t word = is_64_bit ? 8 : 4;
  Note note;
  if (bytes.number(note.pc, word) && bytes.number(note.base, word) &&
      bytes.number(note.semaphore, word) && bytes.text(note.provider) && bytes.text(note.name) &&
      bytes.text(note.arguments) && !note.provider.empty() && !note.name.empty())
    return note;
  return std::nullopt;
}

// An ELF file's sections and segments, as far as they matter here.
class File {
public:
  Result<void> open(const std::string &path);
  SiteList sites() const;

private:
  void take_section(Elf_Scn *section, size_t names);
  std::optional<uint64_t> file_offset(uint64_t address) const;
  const char *why_refused(uint64_t offset) const;

  struct Segment {
    uint64_t offset, address, size;
  };
  std::optional<Descriptor> file_;
  std::unique_ptr<Elf, decltype(&elf_end)> elf_{nullptr, elf_end};
  GElf_Ehdr header_{};
  std::vector<std::string_view> notes_;
  uint64_t base_ = 0; // 0: there is none
  std::vector<Segment> segments_;
};

Result<void> File::open(const std::string &path) {
  elf_version(EV_CURRENT);
  file_.emplace(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file_->fd < 0)
    return fail("failed to open %s: %s", path.c_str(), strerror(errno));
  elf_.reset(elf_begin(file_->fd, ELF_C_READ_MMAP, nullptr));
  if (!elf_ || elf_kind(elf_.get()) != ELF_K_ELF || !gelf_getehdr(elf_.get(), &header_))
    return fail("%s is no ELF file", path.c_str());
  struct stat status;
  if (fstat(file_->fd, &status) == 0 && header_.e_shoff >= static_cast<uint64_t>(status.st_size))
    return fail("%s is cut off: its sections are missing", path.c_str());
  size_t names = 0, count = 0;
  if (elf_getshdrstrndx(elf_.get(), &names) != 0)
    return {};
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf_.get(), section));)
    take_section(section, names);
  if (notes_.empty())
    return {};
  elf_getphdrnum(elf_.get(), &count);
  for (size_t i = 0; i < count; i++) {
    GElf_Phdr segment;
    if (gelf_getphdr(elf_.get(), static_cast<int>(i), &segment) && segment.p_type == PT_LOAD)
      segments_.push_back({segment.p_offset, segment.p_vaddr, segment.p_filesz});
  }
  return {};
}

void File::take_section(Elf_Scn *section, size_t names) {
  GElf_Shdr header;
  if (!gelf_getshdr(section, &header))
    return;
  const char *name = elf_strptr(elf_.get(), names, header.sh_name);
  if (!name)
    return;
  if (header.sh_type == SHT_PROGBITS && !strcmp(name, ".stapsdt.base")) {
    base_ = header.sh_addr;
  } else if (header.sh_type == SHT_NOTE && !strcmp(name, ".note.stapsdt")) {
    const Elf_Data *data = elf_rawdata(section, nullptr);
    if (data && data->d_buf)
      notes_.emplace_back(static_cast<const char *>(data->d_buf), data->d_size);
  }
}

std::optional<uint64_t> File::file_offset(uint64_t address) const {
  for (const Segment &segment : segments_)
    if (address - segment.address < segment.size)
      return address - segment.address + segment.offset;
  return std::nullopt;
}

// Assembler text of strangers may stand where variables lie below the stack pointer.
const char *File::why_refused(uint64_t offset) const {
  constexpr size_t longest_instruction = 15;
  uint8_t code[longest_instruction];
  const Processor *processor = find_processor(header_.e_machine);
  const ssize_t got = pread(file_->fd, code, sizeof code, static_cast<off_t>(offset));
  return got > 0 && processor && processor->code
             ? processor->code->why_refused(std::span(code, got), false)
             : nullptr;
}

SiteList File::sites() const {
  SiteList list;
  list.machine = header_.e_machine;
  list.is_64_bit = header_.e_ident[EI_CLASS] == ELFCLASS64;
  list.is_fixed = header_.e_type == ET_EXEC;
  for (const std::string_view section : notes_) {
    Notes parsed = parse_notes(section, list.is_64_bit);
    if (list.complaint.empty())
      list.complaint = std::move(parsed.complaint);
    for (Note &note : parsed.notes) {
      const uint64_t moved = base_ && note.base ? base_ - note.base : 0;
      note.pc += moved;
      note.semaphore += note.semaphore ? moved : 0;
      const auto offset = file_offset(note.pc);
      const auto semaphore = note.semaphore ? file_offset(note.semaphore) : 0;
      const char *refused = offset ? why_refused(*offset) : nullptr;
      if (refused && list.complaint.empty())
        list.complaint = format("probe %s:%s cannot be traced where it is: %s",
                                note.provider.c_str(), note.name.c_str(), refused);
      else if (offset && semaphore && !refused)
        list.sites.push_back({std::move(note), *offset, *semaphore});
      else if (!refused && list.complaint.empty())
        list.complaint = format("probe %s:%s lies outside of the file", note.provider.c_str(),
                                note.name.c_str());
    }
  }
  return list;
}

} // namespace

Notes parse_notes(std::string_view bytes, bool is_64_bit) {
  Notes result;
  const auto complain = [&](const char *what, size_t at) {
    if (result.complaint.empty())
      result.complaint = format("the note at byte %zu of .note.stapsdt %s", at, what);
  };
  size_t at = 0;
  while (bytes.size() - at >= header_size) {
    uint32_t sizes[3]; // of the owner's name, of the description; the type
    memcpy(sizes, bytes.data() + at, sizeof sizes);
    const uint64_t description = at + header_size + padded(sizes[0]);
    if (description > bytes.size() || sizes[1] > bytes.size() - description) {
      complain("is longer than the section", at);
      return result;
    }
    if (sizes[2] == probe_note && bytes.substr(at + header_size, sizes[0]) == owner) {
      auto note = note_of(bytes.substr(description, sizes[1]), is_64_bit);
      if (!note)
        complain("ends in the midst of its texts", at);
      else if (note->pc)
        result.notes.push_back(std::move(*note));
    }
    at = static_cast<size_t>(std::min<uint64_t>(description + padded(sizes[1]), bytes.size()));
  }
  if (at < bytes.size())
    complain("is cut off", at);
  return result;
}

std::string d_name(std::string_view name) {
  std::string text;
  for (size_t i = 0; i < name.size(); i++) {
    const bool two = name.substr(i, 2) == "__";
    text += two ? '-' : name[i];
    i += two;
  }
  return text;
}

Result<SiteList> read_sites(const std::string &path) {
  File file;
  TRY_VOID(file.open(path));
  return file.sites();
}

} // namespace dtrace::usdt
