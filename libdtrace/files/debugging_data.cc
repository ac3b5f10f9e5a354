#include "files/debugging_data.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <dwarf.h>
#include <libelf.h>

namespace dtrace {

namespace {

using Part = DwarfImage::Part;

bool is_part(const ElfFile::Section &section, Part part) {
  if (section.type == SHT_NOBITS || section.size == 0)
    return false;
  return part == Part::Frames
             ? section.name == ".eh_frame"
             : section.name.starts_with(".debug_") || section.name.starts_with(".zdebug_");
}

// Bytes of the section once it is unpacked; nothing: packed in a way that libelf does not know.
std::optional<uint64_t> unpacked_size(ElfFile &file, const ElfFile::Section &section) {
  uint8_t start[sizeof(Elf64_Chdr)] = {};
  const uint64_t size = std::min<uint64_t>(section.size, sizeof start);
  if (!file.image().read(section.offset, {start, size}))
    return std::nullopt;
  if (section.name.starts_with(".zdebug_")) {
    uint64_t big_endian = 0;
    memcpy(&big_endian, start + 4, sizeof big_endian);
    return memcmp(start, "ZLIB", 4) == 0 ? std::optional(__builtin_bswap64(big_endian))
                                         : std::nullopt;
  }
  if (!(section.flags & SHF_COMPRESSED))
    return 0;
  Elf64_Chdr wide = {};
  Elf32_Chdr narrow = {};
  if (size < (file.is_64_bit() ? sizeof wide : sizeof narrow))
    return std::nullopt;
  memcpy(&wide, start, sizeof wide);
  memcpy(&narrow, start, sizeof narrow);
  const uint32_t kind = file.is_64_bit() ? wide.ch_type : narrow.ch_type;
  return kind == ELFCOMPRESS_ZLIB
             ? std::optional<uint64_t>(file.is_64_bit() ? wide.ch_size : narrow.ch_size)
             : std::nullopt;
}

// The sections of a part, each name once, as long as they are not too large together.
std::vector<const ElfFile::Section *> sections_of(ElfFile &file, Part part) {
  constexpr size_t most_sections = 64; // libdw knows half as many names
  std::vector<const ElfFile::Section *> found;
  uint64_t total = 0;
  for (const ElfFile::Section &section : file.sections()) {
    const auto has_name = [&](const auto *other) { return other->name == section.name; };
    if (!is_part(section, part) || std::ranges::any_of(found, has_name))
      continue;
    const auto unpacked = unpacked_size(file, section);
    if (!unpacked)
      continue;
    if (found.size() == most_sections || section.size > DwarfImage::most_bytes - total ||
        *unpacked > DwarfImage::most_bytes - total - section.size)
      return {};
    total += section.size + *unpacked;
    found.push_back(&section);
  }
  return found;
}

// Lays an ELF file out: header, sections, their names, their headers.
template <class Header, class SectionHeader> class Layout {
public:
  explicit Layout(ElfFile &file) : file_(file) {}

  uint64_t add(const ElfFile::Section *section, std::string_view name, uint64_t size) {
    SectionHeader header = {};
    header.sh_name = static_cast<uint32_t>(names_.size());
    header.sh_type = section ? SHT_PROGBITS : SHT_STRTAB;
    header.sh_flags = section ? section->flags & SHF_COMPRESSED : 0;
    header.sh_addr = section ? section->address : 0;
    header.sh_offset = end_;
    header.sh_size = size;
    header.sh_addralign = 1;
    names_.append(name).push_back('\0');
    headers_.push_back(header);
    return std::exchange(end_, (end_ + size + 15) & ~uint64_t{15});
  }

  std::unique_ptr<uint8_t[]> write(std::span<const ElfFile::Section *const> sections,
                                   uint64_t &size) {
    for (const ElfFile::Section *section : sections)
      add(section, section->name, section->size);
    const uint64_t names = add(nullptr, ".shstrtab", names_.size() + sizeof ".shstrtab");
    size = end_ + headers_.size() * sizeof(SectionHeader);
    auto bytes = std::make_unique_for_overwrite<uint8_t[]>(size);
    for (size_t i = 0; i < sections.size(); i++)
      if (!file_.image().read(sections[i]->offset,
                              {bytes.get() + headers_[i + 1].sh_offset, sections[i]->size}))
        return nullptr;
    memcpy(bytes.get() + names, names_.data(), names_.size());
    memcpy(bytes.get() + end_, headers_.data(), headers_.size() * sizeof(SectionHeader));
    const Header header = file_header();
    memcpy(bytes.get(), &header, sizeof header);
    return bytes;
  }

private:
  Header file_header() const {
    Header header = {};
    memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = file_.elf_class();
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_DYN;
    header.e_machine = file_.machine();
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof header;
    header.e_shentsize = sizeof(SectionHeader);
    header.e_shoff = static_cast<decltype(header.e_shoff)>(end_);
    header.e_shnum = static_cast<uint16_t>(headers_.size());
    header.e_shstrndx = static_cast<uint16_t>(headers_.size() - 1);
    return header;
  }

  ElfFile &file_;
  uint64_t end_ = 64; // behind either header
  std::string names_ = std::string(1, '\0');
  std::vector<SectionHeader> headers_ = {SectionHeader{}};
};

} // namespace

std::unique_ptr<DwarfImage> DwarfImage::make(ElfFile &file, Part part) {
  const auto sections = sections_of(file, part);
  if (sections.empty())
    return nullptr;
  std::unique_ptr<DwarfImage> image(new DwarfImage);
  uint64_t size = 0;
  image->bytes_ = file.is_64_bit() ? Layout<Elf64_Ehdr, Elf64_Shdr>(file).write(sections, size)
                                   : Layout<Elf32_Ehdr, Elf32_Shdr>(file).write(sections, size);
  elf_version(EV_CURRENT);
  if (image->bytes_)
    image->elf_ = elf_memory(reinterpret_cast<char *>(image->bytes_.get()), size);
  return image->elf_ ? std::move(image) : nullptr;
}

DwarfImage::~DwarfImage() {
  elf_end(elf_);
}

// ---- DWARF -----------------------------------------------------------------------------------

bool DebuggingData::read(ElfFile &file) {
  image_ = DwarfImage::make(file, Part::Debugging);
  dwarf_.reset(image_ ? dwarf_begin_elf(image_->elf(), DWARF_C_READ, nullptr) : nullptr);
  if (!dwarf_)
    return false;
  origin_ = origin_of(file.image());
  if (const auto shared = open_shared_debugging_file(file))
    shared_image_ = DwarfImage::make(*shared, Part::Debugging);
  if (shared_image_)
    shared_.reset(dwarf_begin_elf(shared_image_->elf(), DWARF_C_READ, nullptr));
  if (shared_)
    dwarf_setalt(dwarf_.get(), shared_.get());
  return true;
}

// An object with no more than .debug_frame has its units elsewhere.
std::unique_ptr<DebuggingData> DebuggingData::of(ElfFile &object) {
  std::unique_ptr<DebuggingData> data(new DebuggingData);
  const bool has_units = object.section(".debug_info") || object.section(".zdebug_info");
  if (has_units && data->read(object))
    return data;
  const auto separate = open_debugging_file(object);
  if (separate && data->read(*separate))
    return data;
  return data->read(object) ? std::move(data) : nullptr;
}

namespace {
std::string text_attribute(Dwarf_Die &unit, std::initializer_list<unsigned> names) {
  Dwarf_Attribute attribute;
  for (const unsigned name : names)
    if (dwarf_attr(&unit, name, &attribute))
      if (const char *text = dwarf_formstring(&attribute))
        return text;
  return {};
}
} // namespace

std::unique_ptr<DebuggingData> DebuggingData::split_from(Dwarf_Die &skeleton) const {
  const std::string name = text_attribute(skeleton, {DW_AT_dwo_name, DW_AT_GNU_dwo_name});
  const std::string compiled_in = text_attribute(skeleton, {DW_AT_comp_dir});
  if (name.empty() || name.size() + compiled_in.size() > PATH_MAX)
    return nullptr;
  std::vector<std::string> paths = {origin_.root + origin_.folder + "/" + name};
  if (name[0] == '/')
    paths = {origin_.root + name};
  else if (compiled_in.starts_with('/'))
    paths.push_back(origin_.root + compiled_in + "/" + name);
  const auto file = ElfFile::open(std::move(paths));
  std::unique_ptr<DebuggingData> data(new DebuggingData);
  return file && data->read(**file) ? std::move(data) : nullptr;
}

} // namespace dtrace
