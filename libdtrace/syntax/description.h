// Stage: syntax. The text of one probe description to its four parts.
#pragma once
#include "base/arena.h"
#include "base/diagnostic.h"
#include "syntax/parse.h"

namespace dtrace {

// `written` is one word of the source: `provider:module:function:name`, fields missing from the
// left. Macros are substituted before the text is split at its colons. `\` takes the meaning of the
// next character away; text in double quotes has no meaning but itself, so that
//     pid1:a.out:"ns::f(int, int)":entry
// has four parts; in the result the quoted characters that are special stand behind a `\`.
Result<ast::ProbeDescription> read_description(std::string_view written, Span span,
                                               const ParseOptions &options, Arena &arena);

} // namespace dtrace
