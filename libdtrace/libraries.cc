#include "libraries.h"

#include "language/builtin.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace dtrace {

namespace {

constexpr const char *symbol_prefix = "__symbol_";

bool is_word(char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; }

struct Word {
  std::string text;
  char behind; // what stands behind it
  int depth;   // of braces
  bool first;  // of an item: behind `;` or `}`, directives aside
};

// Calls `take` for each identifier outside comments and strings. One behind a backtick stands for
// the inline that a library may give for a kernel's symbol, too.
void scan(const std::string &text, const std::function<void(Word)> &take) {
  int depth = 0;
  bool first = true;
  size_t directive_end = 0;
  const auto end_of = [&](size_t from, const char *mark, size_t size) {
    const size_t at = text.find(mark, from);
    return at == text.npos ? text.size() : at + size;
  };
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (text.compare(at, 2, "/*") == 0) {
      at = end_of(at + 2, "*/", 2);
    } else if (c == '"') {
      for (at++; at < text.size() && text[at] != '"'; at++)
        at += text[at] == '\\';
      at++;
    } else if (is_word(c)) {
      const size_t start = at;
      while (at < text.size() && is_word(text[at]))
        at++;
      size_t behind = at;
      while (behind < text.size() && isspace(static_cast<unsigned char>(text[behind])))
        behind++;
      if (isdigit(static_cast<unsigned char>(c)))
        continue;
      const std::string word = text.substr(start, at - start);
      if (start > 0 && text[start - 1] == '`')
        take({symbol_prefix + word, ' ', depth, false});
      take({word, behind < text.size() ? text[behind] : ';', depth,
            first && start >= directive_end});
      first &= start < directive_end;
    } else {
      if (c == '#' && first)
        directive_end = end_of(at, "\n", 1);
      depth += (c == '{') - (c == '}');
      first |= depth == 0 && (c == ';' || c == '}');
      at++;
    }
  }
}

// Reads the declarations of one library, word by word. A declared name stands at the outermost
// level before one of `= [ ; < {`, and not in a value; an enumerator within braces before one of
// `, = }`.
class Declarations {
public:
  explicit Declarations(Library &library) : library_(library) {}

  void take(Word read) {
    const std::string &word = read.text;
    const char behind = read.behind;
    in_value_ &= !read.first;
    if (read.depth == 0)
      outermost(word, behind);
    else if (read.depth == 1 && in_provider_)
      in_provider(word, behind);
    else if (in_enum_ && behind && strchr(",=}", behind))
      library_.declares.insert(word);
    before_ = word;
  }

private:
  void outermost(const std::string &word, char behind) {
    in_enum_ = word == "enum" || (in_enum_ && behind == '{');
    in_provider_ = before_ == "provider" && behind == '{';
    if (in_provider_)
      library_.providers.push_back({word});
    else if (!in_value_ && behind && strchr("=[;<{", behind))
      library_.declares.insert(word);
    in_value_ |= behind == '=' || behind == '[';
  }

  void in_provider(const std::string &word, char behind) {
    Library::DeclaredProvider &provider = library_.providers.back();
    if (before_ != "probe")
      return;
    provider.probes++;
    if (behind != ':')
      return;
    provider.is_alias = true;
    library_.declares.insert(word);
  }

  Library &library_;
  std::string before_;
  bool in_enum_ = false, in_provider_ = false, in_value_ = false;
};

Library read_library(const std::filesystem::path &path) {
  Library library{.path = path.string(), .text = {}};
  std::ifstream file(path, std::ios::binary);
  library.text.assign(std::istreambuf_iterator<char>(file), {});
  Declarations declarations(library);
  scan(library.text, [&](Word word) { declarations.take(std::move(word)); });
  const std::string mark = "#pragma D depends_on library ";
  for (size_t at = 0; (at = library.text.find(mark, at)) != std::string::npos;) {
    at += mark.size();
    library.depends_on.push_back(library.text.substr(at, library.text.find_first_of(" \t\r\n", at) - at));
  }
  return library;
}

bool meet(const std::set<std::string> &a, const std::set<std::string> &b) {
  return std::ranges::any_of(a, [&](const std::string &word) { return b.contains(word); });
}

// curpsinfo is a psinfo_t *: what declares that is needed, too.
std::set<std::string> mentioned_by(const std::string &text) {
  std::set<std::string> mentions = words_of(text), of_builtins;
  for (const std::string &word : mentions)
    if (const Builtin *row = find_builtin(word); row && !row->native.empty())
      of_builtins.merge(words_of(std::string(row->prototype)));
  mentions.merge(of_builtins);
  return mentions;
}

} // namespace

std::string installed_folder() {
  std::error_code error;
  return std::filesystem::is_directory(DTRACE_LIBRARY_FOLDER, error) ? DTRACE_LIBRARY_FOLDER
                                                                     : DTRACE_UNINSTALLED_FOLDER;
}

std::set<std::string> words_of(const std::string &text) {
  std::set<std::string> words;
  scan(text, [&](Word word) { words.insert(std::move(word.text)); });
  return words;
}

// ---- The libraries of a session --------------------------------------------------------------

Result<Libraries> Libraries::open(const std::vector<std::string> &folders) {
  std::set<std::filesystem::path> paths;
  for (const std::string &folder : folders) {
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error))
      if (entry.path().extension() == ".d")
        paths.insert(entry.path());
    if (error && folder != installed_folder())
      return fail("failed to open library folder %s: %s", folder.c_str(), error.message().c_str());
  }
  Libraries libraries;
  for (const auto &path : paths) {
    Library &library = libraries.all_.emplace_back(read_library(path));
    library.first_probe = libraries.probes_;
    for (const Library::DeclaredProvider &provider : library.providers)
      libraries.probes_ += provider.probes;
  }
  libraries.seen_.resize(libraries.all_.size());
  return libraries;
}

// Depth first, so that what a library needs comes before it. A cycle ends where it began.
void Libraries::pick(const std::set<std::string> &mentions,
                     const std::vector<std::string> &depends_on, std::vector<size_t> &order) {
  for (size_t i = 0; i < all_.size(); i++) {
    const std::string name = std::filesystem::path(all_[i].path).filename();
    if (!seen_[i] && (meet(all_[i].declares, mentions) || std::ranges::count(depends_on, name)))
      pick_one(i, order);
  }
}

void Libraries::pick_one(size_t index, std::vector<size_t> &order) {
  Library &library = all_[index];
  seen_[index] = true;
  library.mentions = mentioned_by(library.text);
  pick(library.mentions, library.depends_on, order);
  order.push_back(index);
}

std::vector<Library> Libraries::take(const std::vector<size_t> &order) {
  std::vector<Library> taken;
  for (const size_t i : order)
    taken.push_back(all_[i]);
  return taken;
}

std::vector<Library> Libraries::needed_by(const std::vector<std::string> &texts) {
  std::set<std::string> mentions;
  std::vector<size_t> order;
  for (const std::string &text : texts)
    mentions.merge(mentioned_by(text));
  pick(mentions, {}, order);
  return take(order);
}

std::vector<Library>
Libraries::declaring(const std::function<bool(const Library::DeclaredProvider &)> &wanted) {
  std::vector<size_t> order;
  for (size_t i = 0; i < all_.size(); i++)
    if (!seen_[i] && std::ranges::any_of(all_[i].providers, wanted))
      pick_one(i, order);
  return take(order);
}

std::vector<std::string> Libraries::provider_names() const {
  std::vector<std::string> names;
  for (const Library &library : all_)
    for (const Library::DeclaredProvider &provider : library.providers)
      if (!provider.is_alias)
        names.push_back(provider.name);
  return names;
}

} // namespace dtrace
