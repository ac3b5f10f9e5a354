// Stage: consume. Reading a field's bytes. A field's base is the record's or the key's first byte;
// the sample was checked to be as long as its layout says.
#pragma once
#include "consume/recorded_names.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dtrace {

template <class T> T load(const std::byte *at) {
  T value;
  memcpy(&value, at, sizeof value);
  return value;
}

// `size` of 1, 2, 4 or 8 bytes, widened; another size: 0.
inline int64_t load_integer(const std::byte *at, uint32_t size, bool is_signed) {
  switch (size) {
  case 1:
    return is_signed ? int64_t{load<int8_t>(at)} : int64_t{load<uint8_t>(at)};
  case 2:
    return is_signed ? int64_t{load<int16_t>(at)} : int64_t{load<uint16_t>(at)};
  case 4:
    return is_signed ? int64_t{load<int32_t>(at)} : int64_t{load<uint32_t>(at)};
  case 8:
    return load<int64_t>(at);
  }
  return 0;
}

// A number kept in 64 bits, as one of field.shown_size bytes where these say it all: also an
// unsigned one that was made of a negative number.
inline int64_t as_shown(const Field &field, int64_t value) {
  if (!field.shown_size || field.is_signed)
    return value;
  const uint32_t shift = 64 - 8 * field.shown_size;
  const uint64_t up = static_cast<uint64_t>(value) << shift;
  const bool is_negative_number = static_cast<int64_t>(up) >> shift == value;
  return is_negative_number ? static_cast<int64_t>(up >> shift) : value;
}

// Integer, constants; addresses as their number. Strings and bytes: 0.
inline int64_t read_integer(const Field &field, const std::byte *base) {
  if (field.is_constant)
    return field.constant;
  if (field.kind == FieldKind::UserAddress)
    return load<int64_t>(base + field.offset + 8);
  if (field.kind == FieldKind::String || field.kind == FieldKind::Bytes)
    return 0;
  return as_shown(field, load_integer(base + field.offset, field.size, field.is_signed));
}

// The bytes that a number is shown as.
inline uint32_t shown_size(const Field &field, int64_t value) {
  if (!field.shown_size)
    return field.size;
  const uint32_t shift = 64 - 8 * field.shown_size;
  const uint64_t up = static_cast<uint64_t>(value) << shift;
  const int64_t cut =
      field.is_signed ? static_cast<int64_t>(up) >> shift : static_cast<int64_t>(up >> shift);
  return cut == value ? field.shown_size : field.size;
}

// String, Interned and constants: the text up to its NUL.
inline std::string_view read_string(const Field &field, const std::byte *base,
                                    const RecordedNames &names) {
  if (field.is_constant)
    return field.text;
  if (field.kind == FieldKind::Interned)
    return names.text(load<uint32_t>(base + field.offset));
  const char *text = reinterpret_cast<const char *>(base + field.offset);
  return {text, strnlen(text, field.size)};
}

} // namespace dtrace
