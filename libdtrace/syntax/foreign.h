// Stage: syntax. What users of other tracers write where D has another name: the table is foreign.def.
#pragma once
#include <string>
#include <string_view>

namespace dtrace {

// What to write instead, in a sentence for a message; empty when the word is not known elsewhere.
std::string_view advice_on_foreign_name(std::string_view word); // a variable
std::string_view advice_on_foreign_call(std::string_view word); // a function or an action
// `description`: its text without the colons it begins with, "kprobe:vfs_read".
std::string advice_on_foreign_probe(std::string_view description);

} // namespace dtrace
