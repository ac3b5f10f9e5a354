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

bool is_word(char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Calls `take(word, what stands behind it, brace depth)` for each identifier outside comments and
// strings.
void scan(const std::string &text,
          const std::function<void(std::string_view, char, int depth)> &take) {
  int depth = 0;
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
      if (!isdigit(static_cast<unsigned char>(c)))
        take(std::string_view(text).substr(start, at - start), behind < text.size() ? text[behind] : ';', depth);
    } else {
      depth += (c == '{') - (c == '}');
      at++;
    }
  }
}

// A declared name stands at the outermost level before one of `= [ ; < {`; an enumerator within
// braces before one of `, = }`.
Library read_library(const std::filesystem::path &path) {
  Library library{path.string(), {}, {}, {}, {}};
  std::ifstream file(path, std::ios::binary);
  library.text.assign(std::istreambuf_iterator<char>(file), {});
  bool in_enum = false;
  scan(library.text, [&](std::string_view word, char behind, int depth) {
    if (depth == 0)
      in_enum = word == "enum" || (in_enum && behind == '{');
    if (behind && strchr(depth == 0 ? "=[;<{" : in_enum ? ",=}" : "", behind))
      library.declares.emplace(word);
    library.mentions.emplace(word);
  });
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

// Depth first, so that what a library needs comes before it. A cycle ends where it began.
class Picker {
public:
  explicit Picker(std::vector<Library> all) : all_(std::move(all)), seen_(all_.size()) {}

  void pick(const std::set<std::string> &mentions, const std::vector<std::string> &depends_on) {
    for (size_t i = 0; i < all_.size(); i++) {
      const std::string name = std::filesystem::path(all_[i].path).filename();
      if (seen_[i] || !(meet(all_[i].declares, mentions) || std::ranges::count(depends_on, name)))
        continue;
      seen_[i] = true;
      pick(all_[i].mentions, all_[i].depends_on);
      order_.push_back(i);
    }
  }

  std::vector<Library> take() {
    std::vector<Library> picked;
    for (size_t i : order_)
      picked.push_back(std::move(all_[i]));
    return picked;
  }

private:
  std::vector<Library> all_;
  std::vector<bool> seen_;
  std::vector<size_t> order_;
};

} // namespace

std::string installed_folder() {
  std::error_code error;
  return std::filesystem::is_directory(DTRACE_LIBRARY_FOLDER, error) ? DTRACE_LIBRARY_FOLDER
                                                                     : DTRACE_UNINSTALLED_FOLDER;
}

std::set<std::string> words_of(const std::string &text) {
  std::set<std::string> words;
  scan(text, [&](std::string_view word, char, int) { words.emplace(word); });
  return words;
}

Result<std::vector<Library>> needed_libraries(const std::vector<std::string> &folders,
                                              const std::vector<std::string> &texts) {
  std::set<std::filesystem::path> paths;
  for (const std::string &folder : folders) {
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error))
      if (entry.path().extension() == ".d")
        paths.insert(entry.path());
    if (error && folder != installed_folder())
      return fail("failed to open library folder %s: %s", folder.c_str(), error.message().c_str());
  }
  std::vector<Library> all;
  for (const auto &path : paths)
    all.push_back(read_library(path));
  Picker picker(std::move(all));
  std::set<std::string> mentions;
  for (const std::string &text : texts)
    mentions.merge(words_of(text));
  // curpsinfo is a psinfo_t *: what declares that is needed, too.
  std::set<std::string> of_builtins;
  for (const std::string &word : mentions)
    if (const Builtin *row = find_builtin(word); row && !row->native.empty())
      of_builtins.merge(words_of(std::string(row->prototype)));
  mentions.merge(of_builtins);
  if (!paths.empty())
    picker.pick(mentions, {});
  return picker.take();
}

} // namespace dtrace
