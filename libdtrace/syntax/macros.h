// Stage: syntax. The values of `$1`, `$$1`, `$pid`, `$target`: the name of a macro in, its text
// out.
#pragma once
#include "base/diagnostic.h"
#include "syntax/parse.h"

#include <string_view>

namespace dtrace {

// `name` is what follows `$` or `$$`: digits or a name. What has no value is D_MACRO_UNDEF, but for
// $target, which is 0, and for arguments under the option defaultargs: those are 0, or "" where
// text is wanted. Notes in `macros` which arguments were read.
Result<std::string_view> macro_text(MacroValues *macros, std::string_view name, bool want_text,
                                    Span span);

} // namespace dtrace
