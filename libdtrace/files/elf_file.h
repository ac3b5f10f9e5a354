// Stage: files. One ELF object, as every reader sees it. Everything in the file is checked here,
// once: segments and sections that reach past the end of the file or of the address space are cut
// or left out, tables are bounded, names end within their table. Readers need no checks of their
// own.
#pragma once
#include "files/file_image.h"

#include <functional>
#include <optional>
#include <string_view>

namespace dtrace {

class ElfFile {
public:
  // paths: as of FileImage. Error: the reason; "it is not an ELF file" is one.
  static Result<std::unique_ptr<ElfFile>> open(std::vector<std::string> paths);
  static Result<std::unique_ptr<ElfFile>> open(std::string path) {
    return open(std::vector<std::string>{std::move(path)});
  }
  static std::unique_ptr<ElfFile>
  of(std::unique_ptr<FileImage> image); // null: it is not an ELF file
  // Bytes that the caller keeps. Null: they are not an ELF file.
  static std::unique_ptr<ElfFile> in_memory(std::span<const uint8_t> bytes);

  uint16_t machine() const { return machine_; } // EM_X86_64 …
  uint16_t type() const { return type_; }       // ET_DYN …
  bool is_64_bit() const { return is_64_bit_; }
  uint8_t elf_class() const;
  bool is_cut_off() const { return is_cut_off_; } // its table of sections lies behind its end

  // PT_LOAD, in order of the file: offset + size lies in the file, address + size does not wrap.
  struct Segment {
    uint64_t offset, address, size;
    bool is_executable;
  };
  std::span<const Segment> segments() const { return segments_; }
  // Of a byte that was loaded from the file; `executable`: in such a segment.
  std::optional<uint64_t> file_offset(uint64_t address, bool executable = false) const;
  std::optional<uint64_t> address_at(uint64_t file_offset, bool executable = false) const;
  // Those bytes of the program's memory that the file has: cut where the segment ends.
  std::span<const uint8_t> loaded(uint64_t address, uint64_t size);

  // Sections whose bytes lie in the file, or that have none there (SHT_NOBITS).
  struct Section {
    std::string_view name;
    uint32_t type, link;
    uint64_t flags, address, offset, size, entry_size;
    uint32_t index;
  };
  std::span<const Section> sections() const { return sections_; }
  const Section *section(std::string_view name) const; // the first; null: none
  const Section *section_of_type(uint32_t type) const; // the first; null: none
  // Empty: there are none, or they cannot be read.
  std::span<const uint8_t> contents(const Section &section);

  struct Symbol {
    std::string_view name; // not empty
    uint64_t value, size;
    uint16_t section; // SHN_UNDEF …
    uint8_t type, binding;
  };
  // Of a table (SHT_SYMTAB, SHT_DYNSYM), in its order; `visit` returns false to end. What is done
  // is in proportion to the file's size, however its names overlap.
  void for_each_symbol(const Section &table, const std::function<bool(const Symbol &)> &visit);

  std::string_view build_id() const { return build_id_; } // bytes; empty: none
  FileImage &image() { return *image_; }
  // As FileImage's: what was looked at stays.
  void release() { image_->release(); }

private:
  explicit ElfFile(std::unique_ptr<FileImage> image) : image_(std::move(image)) {}
  bool read();
  template <class Types> bool read_headers();
  template <class Types> void read_segments(uint64_t offset, uint64_t count);
  template <class Types> bool read_sections(uint64_t offset, uint64_t count, uint64_t names);
  template <class Types>
  void read_symbols(std::span<const uint8_t> table, std::span<const uint8_t> names,
                    const std::function<bool(const Symbol &)> &visit);
  void find_build_id();

  std::unique_ptr<FileImage> image_;
  uint16_t machine_ = 0, type_ = 0;
  bool is_64_bit_ = true, is_cut_off_ = false;
  std::vector<Segment> segments_;
  std::vector<Section> sections_;
  std::string_view build_id_;
};

// A note of SHT_NOTE or PT_NOTE; the views lie in its section.
struct ElfNote {
  std::string_view owner; // with its NUL
  uint32_t type;
  std::string_view description;
};
// The note at `at`, which is moved behind it; none: there are no more, or it reaches past the end.
std::optional<ElfNote> next_note(std::string_view section, size_t &at);

} // namespace dtrace
