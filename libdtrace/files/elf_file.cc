// Stage: files. The headers of System V ABI, "Object Files", in both classes; little-endian alone, as
// all processors here are.
#include "files/elf_file.h"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace dtrace {

namespace {

// A linker makes a dozen of the first; an object compiled with -ffunction-sections has 100,000 of the
// second.
constexpr uint64_t most_segments = 256, most_sections = 1 << 20;
constexpr size_t longest_name = 16 << 10;

struct Elf32Types {
  using Header = Elf32_Ehdr;
  using Segment = Elf32_Phdr;
  using Section = Elf32_Shdr;
  using Symbol = Elf32_Sym;
};
struct Elf64Types {
  using Header = Elf64_Ehdr;
  using Segment = Elf64_Phdr;
  using Section = Elf64_Shdr;
  using Symbol = Elf64_Sym;
};

// The entry of a table; all of it is there.
template <class Entry> Entry entry_at(std::span<const uint8_t> table, uint64_t index) {
  Entry entry;
  memcpy(&entry, table.data() + index * sizeof entry, sizeof entry);
  return entry;
}

std::string_view text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

// Empty: it does not end in the table, or is longer than any name.
std::string_view name_at(std::string_view names, uint64_t at) {
  if (at >= names.size())
    return {};
  const std::string_view rest = names.substr(at, longest_name);
  const size_t end = rest.find('\0');
  return end == rest.npos ? std::string_view() : rest.substr(0, end);
}

} // namespace

Result<std::unique_ptr<ElfFile>> ElfFile::open(std::vector<std::string> paths) {
  TRY(image, FileImage::open(std::move(paths)));
  auto file = of(std::move(image));
  if (!file)
    return fail("it is not an ELF file");
  return file;
}

std::unique_ptr<ElfFile> ElfFile::of(std::unique_ptr<FileImage> image) {
  std::unique_ptr<ElfFile> file(new ElfFile(std::move(image)));
  return file->read() ? std::move(file) : nullptr;
}

std::unique_ptr<ElfFile> ElfFile::in_memory(std::span<const uint8_t> bytes) {
  return of(FileImage::in_memory(bytes));
}

uint8_t ElfFile::elf_class() const {
  return is_64_bit_ ? ELFCLASS64 : ELFCLASS32;
}

bool ElfFile::read() {
  const auto identity = image_->view(0, EI_NIDENT);
  if (identity.empty() || memcmp(identity.data(), ELFMAG, SELFMAG) != 0 ||
      identity[EI_DATA] != ELFDATA2LSB)
    return false;
  is_64_bit_ = identity[EI_CLASS] == ELFCLASS64;
  if (!is_64_bit_ && identity[EI_CLASS] != ELFCLASS32)
    return false;
  if (!(is_64_bit_ ? read_headers<Elf64Types>() : read_headers<Elf32Types>()))
    return false;
  find_build_id();
  return true;
}

// A file without its sections still has segments, and symbols of neither.
template <class Types> bool ElfFile::read_headers() {
  const auto bytes = image_->view(0, sizeof(typename Types::Header));
  if (bytes.empty())
    return false;
  const auto header = entry_at<typename Types::Header>(bytes, 0);
  machine_ = header.e_machine;
  type_ = header.e_type;
  // Numbers too large for the header stand in the section with index 0.
  typename Types::Section first = {};
  const auto sections = header.e_shoff && header.e_shentsize == sizeof first
                            ? image_->view(header.e_shoff, sizeof first)
                            : std::span<const uint8_t>();
  is_cut_off_ = header.e_shoff >= image_->size();
  if (!sections.empty())
    first = entry_at<typename Types::Section>(sections, 0);
  if (header.e_phoff && header.e_phentsize == sizeof(typename Types::Segment))
    read_segments<Types>(header.e_phoff, header.e_phnum == PN_XNUM ? first.sh_info : header.e_phnum);
  if (!sections.empty())
    read_sections<Types>(header.e_shoff, header.e_shnum ? header.e_shnum : first.sh_size,
                         header.e_shstrndx == SHN_XINDEX ? first.sh_link : header.e_shstrndx);
  return true;
}

template <class Types> void ElfFile::read_segments(uint64_t offset, uint64_t count) {
  using Entry = typename Types::Segment;
  if (count > most_segments)
    return;
  const auto table = image_->view(offset, count * sizeof(Entry));
  for (uint64_t i = 0; i < table.size() / sizeof(Entry); i++) {
    const auto entry = entry_at<Entry>(table, i);
    const uint64_t begin = entry.p_offset, address = entry.p_vaddr;
    if (entry.p_type != PT_LOAD || begin >= image_->size())
      continue;
    const uint64_t size =
        std::min({uint64_t{entry.p_filesz}, image_->size() - begin, UINT64_MAX - address});
    segments_.push_back({begin, address, size, (entry.p_flags & PF_X) != 0});
  }
}

template <class Types>
bool ElfFile::read_sections(uint64_t offset, uint64_t count, uint64_t names_index) {
  using Entry = typename Types::Section;
  if (count > most_sections)
    return false;
  const auto table = image_->view(offset, count * sizeof(Entry));
  const uint64_t there = table.size() / sizeof(Entry);
  std::string_view names;
  if (names_index < there) {
    const auto entry = entry_at<Entry>(table, names_index);
    names = text_of(image_->view(entry.sh_offset, entry.sh_size));
  }
  for (uint64_t i = 0; i < there; i++) {
    const auto entry = entry_at<Entry>(table, i);
    const uint64_t begin = entry.sh_offset, size = entry.sh_size;
    const bool is_inside = begin <= image_->size() && size <= image_->size() - begin;
    if (entry.sh_type != SHT_NULL && (is_inside || entry.sh_type == SHT_NOBITS))
      sections_.push_back({name_at(names, entry.sh_name), entry.sh_type, entry.sh_link,
                           entry.sh_flags, entry.sh_addr, begin, size, entry.sh_entsize,
                           static_cast<uint32_t>(i)});
  }
  return true;
}

// ---- Segments --------------------------------------------------------------------------------

std::optional<uint64_t> ElfFile::file_offset(uint64_t address, bool executable) const {
  for (const Segment &segment : segments_)
    if (address - segment.address < segment.size && (segment.is_executable || !executable))
      return address - segment.address + segment.offset;
  return std::nullopt;
}

std::optional<uint64_t> ElfFile::address_at(uint64_t offset, bool executable) const {
  for (const Segment &segment : segments_)
    if (offset - segment.offset < segment.size && (segment.is_executable || !executable))
      return offset - segment.offset + segment.address;
  return std::nullopt;
}

std::span<const uint8_t> ElfFile::loaded(uint64_t address, uint64_t size) {
  for (const Segment &segment : segments_) {
    const uint64_t into = address - segment.address;
    if (into < segment.size)
      return image_->view(segment.offset + into, std::min(size, segment.size - into));
  }
  return {};
}

// ---- Sections --------------------------------------------------------------------------------

const ElfFile::Section *ElfFile::section(std::string_view name) const {
  const auto found = std::ranges::find(sections_, name, &Section::name);
  return found == sections_.end() ? nullptr : &*found;
}

const ElfFile::Section *ElfFile::section_of_type(uint32_t type) const {
  const auto found = std::ranges::find(sections_, type, &Section::type);
  return found == sections_.end() ? nullptr : &*found;
}

std::span<const uint8_t> ElfFile::contents(const Section &section) {
  if (section.type == SHT_NOBITS)
    return {};
  return image_->view(section.offset, section.size);
}

// ---- Symbols ---------------------------------------------------------------------------------

void ElfFile::for_each_symbol(const Section &table,
                              const std::function<bool(const Symbol &)> &visit) {
  const auto names = std::ranges::find(sections_, table.link, &Section::index);
  const size_t size = is_64_bit_ ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
  if (table.entry_size != size || names == sections_.end())
    return;
  const auto entries = contents(table), texts = contents(*names);
  if (is_64_bit_)
    read_symbols<Elf64Types>(entries, texts, visit);
  else
    read_symbols<Elf32Types>(entries, texts, visit);
}

// Names may share their ends, so all of them may be somewhat longer than their table.
template <class Types>
void ElfFile::read_symbols(std::span<const uint8_t> table, std::span<const uint8_t> names,
                           const std::function<bool(const Symbol &)> &visit) {
  using Entry = typename Types::Symbol;
  constexpr uint64_t sharing = 16;
  const std::string_view texts = text_of(names);
  uint64_t left = sharing * texts.size();
  for (uint64_t i = 0; i < table.size() / sizeof(Entry); i++) {
    const auto entry = entry_at<Entry>(table, i);
    const std::string_view name = name_at(texts, entry.st_name);
    if (name.empty())
      continue;
    if (name.size() > left ||
        !visit({name, entry.st_value, entry.st_size, entry.st_shndx,
                static_cast<uint8_t>(ELF64_ST_TYPE(entry.st_info)),
                static_cast<uint8_t>(ELF64_ST_BIND(entry.st_info))}))
      return;
    left -= name.size();
  }
}

// ---- Notes -----------------------------------------------------------------------------------

std::optional<ElfNote> next_note(std::string_view section, size_t &at) {
  const auto padded = [](uint64_t size) { return (size + 3) & ~uint64_t{3}; };
  uint32_t sizes[3]; // of the owner's name, of the description; the type
  if (at > section.size() || section.size() - at < sizeof sizes)
    return std::nullopt;
  memcpy(sizes, section.data() + at, sizeof sizes);
  const uint64_t owner = at + sizeof sizes, description = owner + padded(sizes[0]);
  if (description > section.size() || sizes[1] > section.size() - description)
    return std::nullopt;
  at = static_cast<size_t>(std::min<uint64_t>(description + padded(sizes[1]), section.size()));
  return ElfNote{section.substr(owner, sizes[0]), sizes[2], section.substr(description, sizes[1])};
}

void ElfFile::find_build_id() {
  constexpr std::string_view name = ".note.gnu.build-id", owner("GNU", 4);
  const Section *section = this->section(name);
  const std::string_view notes = section ? text_of(contents(*section)) : std::string_view();
  for (size_t at = 0; const auto note = next_note(notes, at);)
    if (note->type == NT_GNU_BUILD_ID && note->owner == owner) {
      build_id_ = note->description;
      return;
    }
}

} // namespace dtrace
