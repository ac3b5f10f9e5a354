// D libraries: every *.d of the library folders, read only as far as a program needs them. A library
// is needed when it declares a name that the program, or a needed library, mentions, or when
// `#pragma D depends_on library NAME` asks for it.
#pragma once
#include "base/diagnostic.h"

#include <set>
#include <string>
#include <vector>

namespace dtrace {

struct Library {
  std::string path, text;
  std::set<std::string> declares; // inlines, types, translators' outputs, providers, enumerators
  std::set<std::string> mentions; // every word
  std::vector<std::string> depends_on; // file names
};

// Where the project's own libraries are: installed, or in the source tree the command was built of.
std::string installed_folder();

// The names that a D text mentions; comments and strings may add some, which does no harm.
std::set<std::string> words_of(const std::string &text);

// Libraries that `texts` need, those that others depend on first. A folder given by -L that cannot
// be read is an error; the installed one may be missing.
Result<std::vector<Library>> needed_libraries(const std::vector<std::string> &folders,
                                              const std::vector<std::string> &texts);

} // namespace dtrace
