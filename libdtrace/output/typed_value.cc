#include "output/typed_value.h"

#include "base/enum_size.h"
#include "consume/field.h"

#include <algorithm>

namespace dtrace {

namespace {
using Bytes = std::span<const std::byte>;

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

std::string_view string_of(Bytes bytes) {
  const char *text = reinterpret_cast<const char *>(bytes.data());
  return {text, strnlen(text, bytes.size())};
}

// An array of characters is shown as a string when nothing follows its NUL.
bool is_text(const Type &array, Bytes bytes) {
  const Type *element = array.target->strip();
  return element->is_char && element->size == 1 &&
         all_zero(bytes.subspan(std::ranges::find(bytes, std::byte{0}) - bytes.begin()));
}

class TypeWalk {
public:
  TypeWalk(TypedVisitor &visitor, bool texts) : visitor_(visitor), texts_(texts) {}

  void value(const Type *type, Bytes bytes, std::string_view name) {
    const Type *bare = type->strip();
    TypedValue head{ValueForm::Missing, type_name(type), name};
    if (bare->is_struct_or_union())
      return members(head, *bare, bytes);
    const bool is_array = bare->kind == TypeKind::Array;
    if (is_array && !(texts_ && is_text(*bare, bytes)))
      return elements(head, *bare, bytes);
    if (is_array || bare->is_string()) {
      head.form = ValueForm::String;
      head.text = string_of(bytes);
    } else if (bytes.size() >= bare->size) {
      scalar(head, *bare, bytes.first(bare->size));
    }
    visitor_.value(head);
  }

private:
  void members(TypedValue &head, const Type &type, Bytes bytes) {
    head.form = ValueForm::Struct;
    visitor_.open(head);
    for (const TypeMember &part : type.members())
      member(part, bytes);
    visitor_.close(head);
  }

  void member(const TypeMember &member, Bytes bytes) {
    if (member.is_bit_field())
      return bit_field(member, bytes);
    const uint64_t offset = member.bit_offset / 8;
    if (offset >= bytes.size())
      return;
    const Bytes part =
        bytes.subspan(offset, std::min(member.type->strip()->size, bytes.size() - offset));
    if (!all_zero(part))
      value(member.type, part, member.name);
  }

  // Little-endian, as the machines this runs on.
  void bit_field(const TypeMember &member, Bytes bytes) {
    uint64_t value = 0;
    for (uint32_t i = 0; i < member.bit_size; i++) {
      const uint64_t bit = member.bit_offset + i;
      if (bit / 8 >= bytes.size())
        return;
      value |= (std::to_integer<uint64_t>(bytes[bit / 8]) >> bit % 8 & 1) << i;
    }
    if (value == 0)
      return;
    const Type *bare = member.type->strip();
    const uint32_t shift = 64 - member.bit_size;
    TypedValue head{ValueForm::Integer, type_name(member.type), member.name};
    integer(head, *bare, bare->is_signed ? static_cast<int64_t>(value << shift) >> shift
                                         : static_cast<int64_t>(value));
    visitor_.value(head);
  }

  void elements(TypedValue &head, const Type &type, Bytes bytes) {
    head.form = ValueForm::Array;
    visitor_.open(head);
    const uint64_t size = type.target->strip()->size;
    for (uint64_t i = 0; size && i < type.count && (i + 1) * size <= bytes.size(); i++)
      if (const Bytes part = bytes.subspan(i * size, size); !all_zero(part))
        value(type.target, part, "");
    visitor_.close(head);
  }

  void scalar(TypedValue &head, const Type &type, Bytes bytes) {
    if (type.kind == TypeKind::Float)
      return floating(head, bytes);
    const auto size = static_cast<uint32_t>(bytes.size());
    const int64_t value = load_integer(bytes.data(), size, type.is_signed);
    if (type.kind != TypeKind::Pointer)
      return integer(head, type, value);
    head.form = ValueForm::Pointer;
    head.integer = value;
  }

  void integer(TypedValue &head, const Type &type, int64_t value) {
    head.form = ValueForm::Integer;
    head.integer = value;
    head.is_signed = type.is_signed;
    if (type.kind == TypeKind::Enum)
      for (const TypeEnumerator &enumerator : type.enumerators())
        if (enumerator.value == value) {
          head.form = ValueForm::Enumerator;
          head.text = enumerator.name;
          return;
        }
    if (type.is_char && value >= 0x20 && value < 0x7f)
      head.form = ValueForm::Character;
  }

  void floating(TypedValue &head, Bytes bytes) {
    head.form = ValueForm::Float;
    if (bytes.size() == sizeof(float))
      head.number = load<float>(bytes.data());
    else if (bytes.size() == sizeof(double))
      head.number = load<double>(bytes.data());
    else if (bytes.size() == sizeof(long double))
      head.number = load<long double>(bytes.data());
  }

  TypedVisitor &visitor_;
  bool texts_;
};

struct FormRow {
  ValueForm form;
  const char *name;
};
constexpr FormRow form_rows[] = {
    {ValueForm::Integer, "integer"}, {ValueForm::Character, "character"},
    {ValueForm::Enumerator, "enumerator"}, {ValueForm::Pointer, "pointer"},
    {ValueForm::Float, "float"}, {ValueForm::String, "string"}, {ValueForm::Missing, "missing"},
    {ValueForm::Struct, "struct"}, {ValueForm::Array, "array"},
};
static_assert(in_order(form_rows, &FormRow::form));
} // namespace

const char *form_name(ValueForm form) {
  return form_rows[static_cast<size_t>(form)].name;
}

void walk_typed(TypedVisitor &visitor, const Type *type, Bytes bytes, bool texts) {
  TypeWalk walk(visitor, texts);
  if (type->is_string()) // an alias of string shows as what it is
    visitor.value({ValueForm::String, "string", "", 0, true, 0, string_of(bytes)});
  else
    walk.value(type, bytes, "");
}

} // namespace dtrace
