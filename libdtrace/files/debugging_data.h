// Stage: files. What libdw is given: never a file, but an image in memory made of those sections that
// it needs, with headers of ours around them. So it opens nothing (split units, shared files: paths
// that a file names may be FIFOs), maps nothing, and sees only sizes that were checked.
#pragma once
#include "files/debugging_file.h"

#include <elfutils/libdw.h>

namespace dtrace {

struct DwarfEnd {
  void operator()(Dwarf *dwarf) const { dwarf_end(dwarf); }
  void operator()(Dwarf_CFI *data) const { dwarf_cfi_end(data); }
};

class DwarfImage {
public:
  enum class Part { Frames, Debugging }; // .eh_frame; .debug_*
  // Null: the file has none, or they are larger than most_bytes, packed or unpacked.
  static std::unique_ptr<DwarfImage> make(ElfFile &file, Part part);
  ~DwarfImage();
  DwarfImage(const DwarfImage &) = delete;

  Elf *elf() const { return elf_; } // lives as long as this
  static constexpr uint64_t most_bytes = uint64_t{1} << 30;

private:
  DwarfImage() = default;
  std::unique_ptr<uint8_t[]> bytes_;
  Elf *elf_ = nullptr;
};

// The DWARF of an object: its own, else that of its separate debugging file.
class DebuggingData {
public:
  static std::unique_ptr<DebuggingData> of(ElfFile &object); // null: there is none
  // Of a unit whose entries stand in a file of their own (DWARF 5, 7.3.5.1: -gsplit-dwarf). Null: it
  // has none, or it is not where the unit says.
  std::unique_ptr<DebuggingData> split_from(Dwarf_Die &skeleton) const;
  Dwarf *dwarf() const { return dwarf_.get(); }

private:
  DebuggingData() = default;
  bool read(ElfFile &file);

  Origin origin_;
  std::unique_ptr<DwarfImage> image_, shared_image_;
  std::unique_ptr<Dwarf, DwarfEnd> shared_, dwarf_; // the second refers to the first
};

} // namespace dtrace
