// Stage: types. The layout of a program's own structs and unions: the C ABI of x86-64 and aarch64, but
// for those with bit-fields, which D has always laid out its own way: each bit-field begins at a
// byte, in the smallest integer that holds it, and the struct ends with its last member. Scripts
// print such sizes. Offsets of bit-fields count from the least significant bit.
#include "types/type.h"

#include <algorithm>
#include <bit>

namespace dtrace {

namespace {
uint64_t round_up(uint64_t value, uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

struct Layout {
  bool is_union;
  uint64_t end = 0;  // bits used
  uint64_t size = 0; // bits, before the last rounding
  uint32_t alignment = 1;
  bool bit_fields = false;

  uint64_t place(const TypeGraph::MemberSpec &spec) {
    uint64_t width = spec.type->size * 8, boundary = uint64_t{spec.type->alignment} * 8;
    if (spec.bits) {
      bit_fields = true;
      width = boundary = std::bit_ceil(std::max<uint64_t>(round_up(*spec.bits, 8), 8));
    }
    const uint64_t offset = is_union ? 0 : round_up(round_up(end, 8), boundary);
    alignment = std::max<uint32_t>(alignment, boundary / 8);
    end = offset + spec.bits.value_or(width);
    size = std::max(size, spec.bits == 0u ? offset : offset + width);
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
  type->size = round_up(layout.size / 8, layout.bit_fields ? 1 : layout.alignment);
  type->member_list = std::move(list);
  renew_sizes_of(type);
}

} // namespace dtrace
