// Stage: consume. The frames of a stack that lies in a record, innermost first.
#pragma once
#include "consume/field.h"
#include "dtrace/abi/stack.h"

#include <vector>

namespace dtrace {

inline bool is_user_stack(const Field &field) {
  return field.kind == FieldKind::UserStack || field.kind == FieldKind::UserStackId;
}

inline bool is_stack_id(const Field &field) {
  return field.kind == FieldKind::StackId || field.kind == FieldKind::UserStackId;
}

// Of a user stack: the process.
inline uint64_t stack_process(const Field &field, const std::byte *base) {
  return is_user_stack(field) ? load<uint64_t>(base + field.offset) : 0;
}

// Of a key: the id.
inline uint64_t stack_id(const Field &field, const std::byte *base) {
  return load<uint64_t>(base + field.offset + (is_user_stack(field) ? 8 : 0));
}

// Stack and UserStack: as many frames as there are and as D asked for, without those of the kernel's
// own tracing.
inline std::vector<uint64_t> read_frames(const Field &field, const std::byte *base) {
  const std::byte *at = base + field.offset, *end = at + field.size - field.copied;
  if (is_user_stack(field))
    at += sizeof(uint64_t);
  std::vector<uint64_t> frames;
  for (; at + sizeof(uint64_t) <= end; at += sizeof(uint64_t)) {
    const auto frame = load<uint64_t>(at);
    if (frame == 0)
      break;
    if (frame == DT_NO_FRAME && frames.empty())
      continue;
    frames.push_back(frame);
  }
  if (field.frames && frames.size() > field.frames)
    frames.resize(field.frames);
  return frames;
}

} // namespace dtrace
