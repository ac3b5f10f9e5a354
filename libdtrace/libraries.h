// D libraries: every *.d of the library folders, read only as far as a program needs them. A library
// is needed when it declares a name that the program, or a needed library, mentions, or when
// `#pragma D depends_on library NAME` asks for it.
#pragma once
#include "base/diagnostic.h"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

using Words = std::vector<std::string_view>; // views of the text they were found in

// What a text mentions: its words, and those of them that stand behind a backtick; sorted.
struct Mentions {
  Words words, symbols;
};

struct Library {
  std::string path, text;
  Words declares{}; // sorted: inlines, types, translators' outputs, enumerators, aliases
  std::vector<std::string> depends_on{}; // file names
  struct DeclaredProvider {
    std::string_view name;
    Words probes{}; // as written, in order
    bool is_alias = false; // gives other names to system calls (syscall::open64): wanted by those
  };
  std::vector<DeclaredProvider> providers{};
  uint32_t first_probe = 0; // how many probes the libraries before it declare
  bool is_of_other_system = false;
};

// Where the project's own libraries are: in the source tree for what runs from the build tree, else
// where they were installed with it.
std::string installed_folder();

struct LibraryFolder {
  std::string path;
  bool may_be_missing = false;
  bool is_of_other_system = false; // its names of probes win over Linux's
};

// The libraries of some folders. Each is given out once, those that it depends on before it.
class Libraries {
public:
  static Result<Libraries> open(const std::vector<LibraryFolder> &folders);

  // Owned by this object.
  std::vector<const Library *> needed_by(const std::vector<std::string> &texts);
  // Those with a provider that `wanted` says yes to.
  std::vector<const Library *>
  declaring(const std::function<bool(const Library::DeclaredProvider &)> &wanted);
  std::vector<std::string> provider_names() const;
  bool empty() const { return all_.empty(); }
  uint32_t probe_count() const { return probes_; }

private:
  using Order = std::vector<const Library *>;
  void pick(const Mentions &mentions, const std::vector<std::string> &depends_on, Order &order);
  void pick_one(size_t index, Order &order);

  std::deque<Library> all_; // in order of their paths
  std::vector<bool> seen_;
  uint32_t probes_ = 0;
};

} // namespace dtrace
