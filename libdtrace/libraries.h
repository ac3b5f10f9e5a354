// D libraries: every *.d of the library folders, read only as far as a program needs them. A library
// is needed when it declares a name that the program, or a needed library, mentions, or when
// `#pragma D depends_on library NAME` asks for it.
#pragma once
#include "base/diagnostic.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace dtrace {

struct Library {
  std::string path, text;
  std::set<std::string> declares{}; // inlines, types, translators' outputs, enumerators, aliases
  std::set<std::string> mentions{}; // every word
  std::vector<std::string> depends_on{}; // file names
  struct DeclaredProvider {
    std::string name;
    uint32_t probes = 0;
    bool is_alias = false; // gives other names to functions (syscall::open64): wanted by those
  };
  std::vector<DeclaredProvider> providers{};
  uint32_t first_probe = 0; // how many probes the libraries before it declare
};

// Where the project's own libraries are: installed, or in the source tree the command was built of.
std::string installed_folder();

// The names that a D text mentions; comments and strings may add some, which does no harm.
std::set<std::string> words_of(const std::string &text);

// The libraries of some folders. Each is given out once, those that it depends on before it.
class Libraries {
public:
  // A folder given by -L that cannot be read is an error; the installed one may be missing.
  static Result<Libraries> open(const std::vector<std::string> &folders);

  std::vector<Library> needed_by(const std::vector<std::string> &texts);
  // Those with a provider that `wanted` says yes to.
  std::vector<Library>
  declaring(const std::function<bool(const Library::DeclaredProvider &)> &wanted);
  std::vector<std::string> provider_names() const;
  uint32_t probe_count() const { return probes_; }

private:
  void pick(const std::set<std::string> &mentions, const std::vector<std::string> &depends_on,
            std::vector<size_t> &order);
  void pick_one(size_t index, std::vector<size_t> &order);
  std::vector<Library> take(const std::vector<size_t> &order);

  std::vector<Library> all_; // in order of their paths; mentions: once picked
  std::vector<bool> seen_;
  uint32_t probes_ = 0;
};

} // namespace dtrace
