// Stage: symbols. One ELF object's call-frame data (.eh_frame, .debug_frame, those of its separate
// debugging file) and its inlined functions, through libdw. Addresses are those it was linked with.
#pragma once
#include "symbols/frame_state.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace {

class ElfFrames {
public:
  static std::unique_ptr<ElfFrames> open(const std::string &path); // null: no ELF object
  static std::unique_ptr<ElfFrames> in_memory(const char *image, size_t size); // kept by the caller
  ~ElfFrames();
  ElfFrames(const ElfFrames &) = delete;

  enum class Step { Found, Outermost, NoData };
  // The frame that called `frame`, whose code is at `place` in the object.
  Step caller(uint64_t place, const StackCopy &copy, const FrameState &frame, FrameState &caller);

  // Functions that were inlined at the address, as the symbol table would have them, innermost first.
  const std::vector<std::string> &inlined_at(uint64_t place);

private:
  ElfFrames() = default;
  bool read(Elf *elf);
  Dwarf *dwarf(); // null: there are no debugging data
  bool find_unit(uint64_t place, Dwarf_Die &unit);

  int fds_[2] = {-1, -1};
  Elf *elfs_[2] = {nullptr, nullptr};
  Dwarf *dwarf_ = nullptr;
  bool dwarf_tried_ = false;
  Dwarf_CFI *exception_data_ = nullptr;
  std::unordered_map<uint64_t, std::vector<std::string>> inlined_;
};

} // namespace dtrace
