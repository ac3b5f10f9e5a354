// Stage: symbols. User stacks from copies: each frame by the call-frame data of the object that its
// code is in.
#include "symbols/elf_frames.h"
#include "symbols/elf_symbols.h"
#include "symbols/mapped_object.h"
#include "symbols/symbols.h"

namespace dtrace {

namespace {
// A frame pointer points to the caller's, which the return address follows.
bool step_by_frame_pointer(const StackCopy &copy, const FrameState &frame, FrameState &caller) {
  constexpr uint64_t word = 8;
  const auto pointer = frame.registers[frame_rules().frame_pointer];
  const auto saved = pointer ? read_stack_word(copy, *pointer) : std::nullopt;
  const auto returns_to = pointer ? read_stack_word(copy, *pointer + word) : std::nullopt;
  if (!saved || !returns_to || !*returns_to)
    return false;
  caller = {.address = *returns_to & frame_rules().address_bits, .is_exact = false};
  caller.registers[frame_rules().frame_pointer] = saved;
  caller.registers[frame_rules().stack_pointer] = *pointer + 2 * word;
  return true;
}
} // namespace

ElfFrames *UserSymbols::frames_of(pid_t process, const ProcessMap::Region &region) {
  const auto [place, is_new] = frames_.try_emplace({region.device, region.inode});
  if (auto file = is_new ? open_mapped(process, region) : nullptr)
    place->second = std::make_unique<ElfFrames>(std::move(file));
  return place->second.get();
}

ElfFrames *UserSymbols::frames_at(pid_t process, uint64_t address, uint64_t &place) {
  const ProcessMap::Region *region = region_of(process, address);
  const ElfSymbols *symbols = region ? symbols_of(process, *region) : nullptr;
  const auto linked =
      symbols ? symbols->address_of_file_offset(address - region->begin + region->file_offset)
              : std::nullopt;
  place = linked.value_or(0);
  return linked ? frames_of(process, *region) : nullptr;
}

std::vector<StackFrame> UserSymbols::unwind(const StackCopy &copy, Unwinding how, size_t most) {
  std::vector<StackFrame> found_frames;
  std::optional<FrameState> frame = first_frame(copy);
  while (frame && found_frames.size() < most) {
    found_frames.push_back({frame->address, !frame->is_exact});
    FrameState caller;
    uint64_t place = 0;
    ElfFrames *frames = frames_at(copy.process, frame->place(), place);
    const auto step =
        frames ? frames->caller(place, copy, *frame, caller) : ElfFrames::CallerResult::NoData;
    const bool found = step == ElfFrames::CallerResult::Found ||
                       (step == ElfFrames::CallerResult::NoData && how == Unwinding::Auto &&
                        step_by_frame_pointer(copy, *frame, caller));
    // A stack grows downwards: one that does not is none.
    const auto from = frame->registers[frame_rules().stack_pointer];
    const auto to = caller.registers[frame_rules().stack_pointer];
    if (!found || (from && to && *to <= *from && !caller.is_exact))
      break;
    frame = caller;
  }
  return found_frames;
}

std::vector<std::string> UserSymbols::inlined_at(pid_t process, uint64_t address) {
  uint64_t place = 0;
  ElfFrames *frames = frames_at(process, address, place);
  return frames ? frames->inlined_at(place) : std::vector<std::string>();
}

} // namespace dtrace
