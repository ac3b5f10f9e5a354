// Stage: syntax. What the headers of C libraries hold beyond the declarations that D has too, and
// what is passed over: words that change no type, attributes, the bodies of functions.
#pragma once
#include <cstddef>
#include <string_view>

namespace dtrace {

// The bytes at the front of `text` that are such a word, with the brackets that belong to it:
//     __extension__    __attribute__ ((__pure__))    _Static_assert (sizeof (int) == 4, "")
// 0: there is none.
size_t extension_size(std::string_view text);

// The bytes from the bracket at the front of `text` to the one that closes it; brackets in strings,
// characters and comments do not count. The whole of `text` when nothing closes it.
size_t bracketed_size(std::string_view text);

} // namespace dtrace
