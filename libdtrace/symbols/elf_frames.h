// Stage: symbols. One ELF object's call-frame data (.eh_frame, .debug_frame, those of its separate
// debugging file) and its inlined functions, through libdw. Addresses are those it was linked with.
#pragma once
#include "files/debugging_data.h"
#include "symbols/frame_state.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace {

class ElfFrames {
public:
  explicit ElfFrames(std::unique_ptr<ElfFile> file);
  ElfFrames(const ElfFrames &) = delete;

  // Reads all that may be asked for, if that is little: the file cannot be opened again later.
  void read_ahead();

  enum class CallerResult { Found, Outermost, NoData };
  // The frame that called `frame`, whose code is at `place` in the object.
  CallerResult caller(uint64_t place, const StackCopy &copy, const FrameState &frame,
                      FrameState &caller);

  // Functions that were inlined at the address, as the symbol table would have them, innermost first.
  const std::vector<std::string> &inlined_at(uint64_t place);

private:
  Dwarf *dwarf(); // null: there are no debugging data
  bool find_unit(uint64_t place, Dwarf_Die &unit);

  std::unique_ptr<ElfFile> file_; // closed
  std::unique_ptr<DwarfImage> frames_;
  std::unique_ptr<Dwarf_CFI, DwarfEnd> exception_data_;
  std::unique_ptr<DebuggingData> debugging_;
  bool debugging_tried_ = false;
  std::unordered_map<uint64_t, std::vector<std::string>> inlined_;
};

} // namespace dtrace
