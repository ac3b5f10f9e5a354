// Stage: analysis. Stability (Guide, chapter Stability): attributes as they are written in options and
// pragmas, and what `#pragma D attributes` and `#pragma D binding` say of names that D declares.
#pragma once
#include "base/diagnostic.h"
#include "language/builtin.h"

#include <optional>
#include <string>
#include <string_view>

namespace dtrace::analysis {

struct Context;

// Name/Data/Class, in letters of any case; null: it is not written so, or a part is no such word.
std::optional<Attributes> read_attributes(std::string_view text);

struct NameMarks {
  std::optional<Attributes> attributes{};
  std::string version{}; // of D, that first has the name; "": each has it
};

// A clause uses an inline or a variable. A name that is newer than the version of D that the program
// asks for (-x version) is none: D_IDENT_UNDEF.
Result<void> note_use(Context &c, Span span, std::string_view name);

} // namespace dtrace::analysis
