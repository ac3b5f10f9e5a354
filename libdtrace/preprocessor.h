// -C: runs the system's cpp over a program's text before it is parsed. Lines that cpp marks with
// `# line "file"` keep messages at their own places.
#pragma once
#include "base/diagnostic.h"
#include "language/options.h"

#include <optional>
#include <string>
#include <vector>

namespace dtrace {

struct Preprocessed {
  std::string text;
  // What cpp said without failing, in its own words: warnings, and the headers that it read
  // (cpphdrs).
  std::string remarks;
};

// source: the text as it was written, a script or a program of the command line. Options read:
// cpppath, define, undef, incdir, cpphdrs, stdc. Nothing: `errors` has what cpp did not understand,
// at its places.
std::optional<Preprocessed> preprocess(const Source &source, const Options &options,
                                       std::vector<Diagnostic> &errors);

// The errors among cpp's messages on the source ("shop.d:3:10: fatal error: …"), and what it said
// of other files with their names in the text. Pure: for tests.
std::vector<Diagnostic> preprocessor_errors(std::string_view messages, const Source &source);

} // namespace dtrace
