#include "api/values.h"

#include "consume/field.h"
#include "output/stack.h"

#include <algorithm>
#include <compare>
#include <cstring>

namespace dtrace {

namespace {
struct KindRow {
  FieldKind field;
  dtrace_valuekind_t value;
  bool has_pid; // the field begins with it
};
constexpr KindRow kinds[] = {
    {FieldKind::Integer, DTRACE_VALUE_INTEGER, false},
    {FieldKind::String, DTRACE_VALUE_STRING, false},
    {FieldKind::Interned, DTRACE_VALUE_STRING, false},
    {FieldKind::Bytes, DTRACE_VALUE_BYTES, false},
    {FieldKind::Stack, DTRACE_VALUE_STACK, false},
    {FieldKind::UserStack, DTRACE_VALUE_USTACK, true},
    {FieldKind::KernelAddress, DTRACE_VALUE_ADDRESS, false},
    {FieldKind::UserAddress, DTRACE_VALUE_UADDRESS, true},
    {FieldKind::StackId, DTRACE_VALUE_STACK, false},
    {FieldKind::UserStackId, DTRACE_VALUE_USTACK, true},
};

const KindRow &row_of(FieldKind kind) {
  return *std::ranges::find(kinds, kind, &KindRow::field);
}
} // namespace

void ValueList::clear() {
  values_.clear();
  texts_.clear();
  frames_.clear();
}

void ValueList::set_frames(dtrace_value_t &value, const std::vector<StackFrame> &frames) {
  std::vector<uint64_t> &kept = frames_.emplace_back();
  for (const StackFrame &frame : frames)
    kept.push_back(frame.address);
  value.frames = kept.data();
  value.nframes = kept.size();
}

void ValueList::add(const RecordedNames &names, Symbolizer &symbolizer, const Field &field,
                    const std::byte *base) {
  const KindRow &row = row_of(field.kind);
  dtrace_value_t value{};
  value.kind = row.value;
  value.size = field.size;
  const std::byte *at = base + field.offset;
  if (row.has_pid && !field.is_constant)
    value.pid = load<int64_t>(at);
  switch (row.value) {
  case DTRACE_VALUE_INTEGER:
  case DTRACE_VALUE_ADDRESS:
  case DTRACE_VALUE_UADDRESS:
    value.is_signed = row.value == DTRACE_VALUE_INTEGER && field.is_signed;
    value.integer = read_integer(field, base);
    value.size = shown_size(field, value.integer);
    break;
  case DTRACE_VALUE_STRING: {
    const std::string &text = texts_.emplace_back(read_string(field, base, names));
    value.string = text.c_str();
    value.size = text.size();
    break;
  }
  case DTRACE_VALUE_BYTES:
    value.bytes = at;
    break;
  case DTRACE_VALUE_STACK:
  case DTRACE_VALUE_USTACK:
    set_frames(value, stack_frames(symbolizer, field, base));
    break;
  }
  values_.push_back(value);
}

namespace {
template <class T> int order(T a, T b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_frames(const dtrace_value_t &a, const dtrace_value_t &b) {
  const auto result = std::lexicographical_compare_three_way(a.frames, a.frames + a.nframes,
                                                             b.frames, b.frames + b.nframes);
  return result < 0 ? -1 : result > 0;
}
} // namespace

int compare_values(const dtrace_value_t &a, const dtrace_value_t &b) {
  if (a.kind != b.kind)
    return order(a.kind, b.kind);
  if (const int pids = order(a.pid, b.pid))
    return pids;
  if (a.kind == DTRACE_VALUE_STRING)
    return strcmp(a.string, b.string);
  if (a.frames || b.frames)
    return compare_frames(a, b);
  if (a.kind == DTRACE_VALUE_BYTES)
    if (const int bytes = memcmp(a.bytes, b.bytes, std::min(a.size, b.size)))
      return bytes;
  return a.is_signed ? order(a.integer, b.integer)
                     : order(static_cast<uint64_t>(a.integer), static_cast<uint64_t>(b.integer));
}

} // namespace dtrace
