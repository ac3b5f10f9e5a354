// How many enumerators an enumeration has, for tables with a row for each: a table that was not given
// the row of a new enumerator does not compile.
//     static_assert(std::size(names) == enum_size<Color>);
// The enumerators begin at 0 and leave no gap.
#pragma once
#include <cstddef>
#include <string_view>

namespace dtrace {

// The compiler writes a value that has an enumerator by its name, any other as "(Color)7".
template <auto value> consteval bool is_enumerator() {
  std::string_view text = __PRETTY_FUNCTION__; // "… [with auto value = Color::Red]"
  text.remove_suffix(1);
  text.remove_prefix(text.rfind(')') + 1);
  return text.find_first_not_of("0123456789") != text.npos;
}

template <class Enum, size_t from = 0> consteval size_t count_enumerators() {
  if constexpr (is_enumerator<static_cast<Enum>(from)>())
    return count_enumerators<Enum, from + 1>();
  else
    return from;
}

template <class Enum> inline constexpr size_t enum_size = count_enumerators<Enum>();

// Whether row i of a table is that of enumerator i, and none is missing.
//     static_assert(in_order(rows, &Row::kind));
template <class Row, size_t size, class Enum>
consteval bool in_order(const Row (&rows)[size], Enum Row::*key) {
  for (size_t i = 0; i < size; i++)
    if (rows[i].*key != static_cast<Enum>(i))
      return false;
  return size == enum_size<Enum>;
}

} // namespace dtrace
