// Stage: syntax. Lines that begin with `#`: one line in; a line mark of the source, a pragma for
// the stages behind, or an error out. `#!`, `#ident` and the null directive `#` mean nothing.
#pragma once
#include "base/arena.h"
#include "base/diagnostic.h"
#include "syntax/ast.h"

#include <vector>

namespace dtrace {

// `line` is in source.text, from the `#` to the end of the line without the newline. Marks are
// added once however often the line is read.
Result<void> read_directive(Source &source, Span line, std::vector<ast::Pragma> &pragmas);

} // namespace dtrace
