// Stage: base. Text with C escapes, and untrusted text made safe for a terminal.
#pragma once
#include <string>
#include <string_view>

namespace dtrace {

// As C would write it between quotes: \n, \", \\, \0, \377.
void append_escaped(std::string &to, std::string_view text);

enum class Lines { Keep, Escape }; // \n and \t

// Escapes, like append_escaped(), control characters (ECMA-48: C0, DEL, C1) and bytes that are not
// UTF-8, which could be part of a control character in another encoding; the rest is unchanged.
void append_for_terminal(std::string &to, std::string_view text, Lines lines);

} // namespace dtrace
