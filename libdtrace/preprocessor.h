// -C: runs the system's cpp over a program's text before it is parsed. Lines that cpp marks with
// `# line "file"` keep messages at their own places.
#pragma once
#include "base/diagnostic.h"
#include "language/options.h"

#include <string>

namespace dtrace {

// name: the script's path when `is_file`, else what messages call the program. Options read: cpppath, define, undef, incdir, cpphdrs, stdc. The error holds cpp's own words.
Result<std::string> preprocess(const std::string &name, bool is_file, const std::string &text,
                               const Options &options);

} // namespace dtrace
