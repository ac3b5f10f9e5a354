// Any bytes as an ELF object that a stack leads through: steps to callers end, whatever its call-frame
// data say; what was inlined has names.
#include "symbols/elf_frames.h"

#include <cstdlib>

using namespace dtrace;

namespace {

constexpr uint64_t stack_start = 0x7ffd00000000;
constexpr size_t words = 21; // of struct pt_regs, more than any address word below

// A stack that holds the bytes themselves.
StackCopy stack_of(const uint8_t *data, size_t size, std::span<const uint64_t> registers) {
  return {1, registers, stack_start, {reinterpret_cast<const std::byte *>(data), size}};
}

void walk(ElfFrames &frames, const StackCopy &copy, uint64_t place) {
  constexpr int deepest = 16;
  FrameState frame;
  frame.address = place;
  for (auto &value : frame.registers)
    value = stack_start + 8;
  for (int i = 0; i < deepest; i++) {
    FrameState caller;
    if (frames.caller(frame.place(), copy, frame, caller) != ElfFrames::CallerResult::Found)
      break;
    if (caller.address == 0)
      abort();
    caller.address = place + i;
    frame = caller;
  }
  for (const std::string &name : frames.inlined_at(place))
    if (name.empty())
      abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto file = ElfFile::in_memory({data, size});
  if (!file)
    return 0;
  const std::vector<ElfFile::Segment> segments(file->segments().begin(), file->segments().end());
  const std::vector<uint64_t> registers(words, stack_start);
  const StackCopy copy = stack_of(data, size, registers);
  ElfFrames frames(std::move(file));
  constexpr uint64_t places = 32;
  for (const ElfFile::Segment &segment : segments)
    for (uint64_t i = 0; segment.is_executable && i < places; i++)
      walk(frames, copy, segment.address + segment.size / places * i);
  walk(frames, copy, 0x1000);
  return 0;
}
