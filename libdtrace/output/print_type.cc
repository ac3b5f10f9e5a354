#include "output/print_type.h"

#include "consume/field.h"
#include "output/text.h"

#include <algorithm>

namespace dtrace {

namespace {
using Bytes = std::span<const std::byte>;

bool is_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

// An array of characters is shown as a string when nothing follows its NUL.
bool is_text(const Type &array, Bytes bytes) {
  const Type *element = array.target->strip();
  return element->is_char && element->size == 1 &&
         is_zero(bytes.subspan(std::ranges::find(bytes, std::byte{0}) - bytes.begin()));
}

class TypePrinter {
public:
  TypePrinter(Output &out, bool texts) : out_(out), texts_(texts) {}

  void value(const Type *type, Bytes bytes, uint32_t indent) {
    const Type *bare = type->strip();
    out_.put('(');
    put_name(type_name(type));
    out_.put(')');
    if (bare->is_struct_or_union())
      return members(*bare, bytes, indent);
    if (bare->kind == TypeKind::Array)
      return texts_ && is_text(*bare, bytes) ? text(bytes) : elements(*bare, bytes, indent);
    if (bare->is_string())
      return text(bytes);
    if (bytes.size() < bare->size)
      return out_.put('?');
    scalar(*bare, bytes.first(bare->size));
  }

  void text(Bytes bytes) {
    const char *text = reinterpret_cast<const char *>(bytes.data());
    std::string escaped = "\"";
    append_escaped(escaped, {text, strnlen(text, bytes.size())});
    out_.put(escaped);
    out_.put('"');
  }

private:
  // A program's own debugging data have them.
  void put_name(std::string_view name) {
    std::string room;
    out_.put(harmless(out_, name, room));
  }

  void line(uint32_t indent) { out_.pad(' ', indent); }

  void members(const Type &type, Bytes bytes, uint32_t indent) {
    out_.put(" {\n");
    for (const TypeMember &member : type.members())
      this->member(member, bytes, indent + 1);
    line(indent);
    out_.put('}');
  }

  void member(const TypeMember &member, Bytes bytes, uint32_t indent) {
    if (member.is_bit_field())
      return bit_field(member, bytes, indent);
    const uint64_t offset = member.bit_offset / 8;
    if (offset >= bytes.size())
      return;
    const Bytes part =
        bytes.subspan(offset, std::min(member.type->strip()->size, bytes.size() - offset));
    if (is_zero(part))
      return;
    label(member.name, indent);
    value(member.type, part, indent);
    out_.put(",\n");
  }

  void label(std::string_view name, uint32_t indent) {
    line(indent);
    if (name.empty())
      return;
    out_.put('.');
    put_name(name);
    out_.put(" = ");
  }

  // Little-endian, as the machines this runs on.
  void bit_field(const TypeMember &member, Bytes bytes, uint32_t indent) {
    uint64_t value = 0;
    for (uint32_t i = 0; i < member.bit_size; i++) {
      const uint64_t bit = member.bit_offset + i;
      if (bit / 8 >= bytes.size())
        return;
      value |= (std::to_integer<uint64_t>(bytes[bit / 8]) >> bit % 8 & 1) << i;
    }
    if (value == 0)
      return;
    label(member.name, indent);
    out_.put('(');
    put_name(type_name(member.type));
    out_.put(')');
    const Type *bare = member.type->strip();
    const uint32_t shift = 64 - member.bit_size;
    integer(*bare, bare->is_signed ? static_cast<int64_t>(value << shift) >> shift
                                   : static_cast<int64_t>(value));
    out_.put(",\n");
  }

  void elements(const Type &type, Bytes bytes, uint32_t indent) {
    out_.put(" [\n");
    const uint64_t size = type.target->strip()->size;
    for (uint64_t i = 0; size && i < type.count && (i + 1) * size <= bytes.size(); i++) {
      const Bytes part = bytes.subspan(i * size, size);
      if (is_zero(part))
        continue;
      line(indent + 1);
      value(type.target, part, indent + 1);
      out_.put(",\n");
    }
    line(indent);
    out_.put(']');
  }

  void scalar(const Type &type, Bytes bytes) {
    if (type.kind == TypeKind::Float)
      return floating(bytes);
    const auto size = static_cast<uint32_t>(bytes.size());
    const int64_t value = load_integer(bytes.data(), size, type.is_signed);
    if (type.kind == TypeKind::Pointer)
      return out_.printf("0x%lx", static_cast<unsigned long>(value));
    integer(type, value);
  }

  void integer(const Type &type, int64_t value) {
    if (type.kind == TypeKind::Enum)
      for (const TypeEnumerator &enumerator : type.enumerators())
        if (enumerator.value == value)
          return put_name(enumerator.name);
    if (type.is_char && value >= 0x20 && value < 0x7f)
      out_.printf("'%c'", static_cast<char>(value));
    else if (type.is_signed)
      out_.printf("%ld", static_cast<long>(value));
    else
      out_.printf("%lu", static_cast<unsigned long>(value));
  }

  void floating(Bytes bytes) {
    if (bytes.size() == sizeof(float))
      out_.printf("%g", static_cast<double>(load<float>(bytes.data())));
    else if (bytes.size() == sizeof(double))
      out_.printf("%g", load<double>(bytes.data()));
    else if (bytes.size() == sizeof(long double))
      out_.printf("%Lg", load<long double>(bytes.data()));
  }

  Output &out_;
  bool texts_;
};
} // namespace

void print_typed(Output &out, const Type *type, Bytes bytes, uint32_t indent, bool texts) {
  TypePrinter printer(out, texts);
  if (type->is_string()) { // an alias of string shows as what it is
    out.put("(string)");
    printer.text(bytes);
  } else {
    printer.value(type, bytes, indent);
  }
  out.put('\n');
}

} // namespace dtrace
