// Stage: syntax. Names of other systems' kernels that scripts use and that Linux has not: what D has
// in their place.
#pragma once
#include <string_view>

namespace dtrace {

// What to write instead of this member, variable or type; "": nothing is known of it.
std::string_view advice_on_foreign(std::string_view name);

} // namespace dtrace
