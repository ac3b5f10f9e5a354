// Stage: base. Text as C escapes it, and text that strangers chose as a terminal may be given it.
#pragma once
#include <string>
#include <string_view>

namespace dtrace {

// As C would write it between quotes: \n, \", \\, \0, \377.
void append_escaped(std::string &to, std::string_view text);

enum class Lines { Keep, Escape }; // \n and \t

// What steers a terminal (ECMA-48: C0, DEL, C1), and bytes that are not UTF-8 and could be a part of
// such in other texts, as append_escaped() does; the rest as it is.
void append_for_terminal(std::string &to, std::string_view text, Lines lines);

} // namespace dtrace
