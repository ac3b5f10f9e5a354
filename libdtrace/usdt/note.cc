#include "usdt/note.h"

#include "arch/processor.h"
#include "files/elf_file.h"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <optional>

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

// By how much the sections were moved since the note was written.
uint64_t moved_by(const ElfFile::Section *base, const Note &note) {
  return base && base->address && note.base ? base->address - note.base : 0;
}

// Assembler text of strangers may stand where variables lie below the stack pointer.
const char *why_refused(ElfFile &file, uint64_t offset) {
  constexpr uint64_t longest_instruction = 15;
  const Processor *processor = find_processor(file.machine());
  const uint64_t size = std::min(longest_instruction, file.image().size() - offset);
  const auto code = file.image().view(offset, size);
  return !code.empty() && processor && processor->code ? processor->code->why_refused(code, false)
                                                       : nullptr;
}

void complain(SiteList &list, const Note &note, const std::string &what) {
  if (list.complaint.empty())
    list.complaint = "probe " + note.provider + ":" + note.name + " " + what;
}

void add_site(SiteList &list, ElfFile &file, uint64_t moved, Note &&note) {
  note.pc += moved;
  note.semaphore += note.semaphore ? moved : 0;
  const auto offset = file.file_offset(note.pc);
  const auto semaphore = note.semaphore ? file.file_offset(note.semaphore) : 0;
  if (!offset || !semaphore)
    return complain(list, note, "lies outside of the file");
  if (const char *refused = why_refused(file, *offset))
    return complain(list, note, std::string("cannot be traced where it is: ") + refused);
  list.sites.push_back({std::move(note), *offset, *semaphore});
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
        complain("ends in the middle of its strings", at);
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
  auto image = FileImage::open({path});
  if (!image)
    return fail("failed to open %s: %s", path.c_str(), image.error().message.c_str());
  const auto opened = ElfFile::of(std::move(*image));
  if (!opened)
    return fail("%s is not an ELF file", path.c_str());
  ElfFile &file = *opened;
  if (file.is_cut_off())
    return fail("%s is cut off: its sections are missing", path.c_str());
  SiteList list;
  list.machine = file.machine();
  list.is_64_bit = file.is_64_bit();
  list.is_fixed = file.type() == ET_EXEC;
  const ElfFile::Section *base = file.section(".stapsdt.base");
  uint64_t left = file.image().size(); // sections may lie over one another
  for (const ElfFile::Section &section : file.sections()) {
    if (section.type != SHT_NOTE || section.name != ".note.stapsdt" || section.size > left)
      continue;
    left -= section.size;
    const auto bytes = file.contents(section);
    Notes parsed = parse_notes({reinterpret_cast<const char *>(bytes.data()), bytes.size()},
                               list.is_64_bit);
    if (list.complaint.empty())
      list.complaint = std::move(parsed.complaint);
    for (Note &note : parsed.notes)
      add_site(list, file, moved_by(base, note), std::move(note));
  }
  return list;
}

} // namespace dtrace::usdt
