// Stage: types. The layout of a program's own structs and unions: the C ABI of x86-64 and aarch64,
// both of which let a bit-field's declared type decide where it may lie (a bit-field never crosses
// a boundary of its type's size). Offsets of bit-fields count from the least significant bit.
#include "types/type.h"

#include <algorithm>

namespace dtrace {

namespace {
#if defined(__aarch64__)
constexpr bool unnamed_bit_fields_align = true;
#else
constexpr bool unnamed_bit_fields_align = false;
#endif

uint64_t round_up(uint64_t value, uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

struct Layout {
  bool is_union;
  uint64_t end = 0;  // bits used
  uint64_t size = 0; // bits, before the last rounding
  uint32_t alignment = 1;

  uint64_t place(const TypeGraph::MemberSpec &spec) {
    const Type *type = spec.type;
    const uint64_t unit = type->size * 8, boundary = uint64_t{type->alignment} * 8;
    uint64_t offset = is_union ? 0 : end;
    uint64_t width = unit;
    if (!spec.bits) {
      offset = round_up(offset, boundary);
    } else {
      width = *spec.bits;
      const bool crosses = unit && offset % unit + width > unit;
      if (width == 0 || crosses)
        offset = round_up(offset, boundary);
    }
    if (!spec.bits || !spec.name.empty() || unnamed_bit_fields_align)
      alignment = std::max(alignment, type->alignment);
    end = offset + width;
    size = std::max(size, end);
    return offset;
  }
};
} // namespace

void TypeGraph::complete_struct(Type *type, TypeKind kind, const std::vector<MemberSpec> &members) {
  Layout layout{kind == TypeKind::Union};
  std::vector<TypeMember> list;
  for (const MemberSpec &spec : members) {
    const uint64_t offset = layout.place(spec);
    const bool padding = spec.bits && spec.name.empty();
    if (!padding)
      list.push_back({intern(std::string(spec.name)), spec.type, offset, spec.bits.value_or(0)});
  }
  type->kind = kind;
  type->alignment = layout.alignment;
  type->size = round_up(round_up(layout.size, 8) / 8, layout.alignment);
  type->member_list = std::move(list);
  renew_sizes_of(type);
}

} // namespace dtrace
