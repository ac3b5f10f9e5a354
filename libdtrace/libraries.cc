#include "libraries.h"

#include "files/open_file.h"
#include "language/builtin.h"
#include "syntax/lexer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <iterator>
#include <map>
#include <sys/auxv.h>

namespace dtrace {

namespace {

constexpr std::string_view symbol_prefix = "__symbol_";

constexpr std::array<bool, 256> word_bytes = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"))
    is[static_cast<unsigned char>(c)] = true;
  return is;
}();
bool is_word(char c) { return word_bytes[static_cast<unsigned char>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct Word {
  std::string_view text;
  char behind;    // what stands behind it
  int depth;      // of braces
  bool first;     // of an item: behind `;` or `}`, directives aside
  bool is_symbol; // behind a backtick: may stand for a library's inline, too
};

// Calls `take` for each identifier outside comments and strings. Every start of the command reads
// every library so: it allocates nothing.
template <class Take> void scan(std::string_view text, const Take &take) {
  int depth = 0;
  bool first = true;
  size_t directive_end = 0;
  const auto end_of = [&](size_t from, std::string_view mark) {
    const size_t at = text.find(mark, from);
    return at == text.npos ? text.size() : at + mark.size();
  };
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '/' && text.substr(at, 2) == "/*") {
      at = end_of(at + 2, "*/");
    } else if (c == '/' && begins_line_comment(text, at)) {
      at = end_of(at, "\n");
    } else if (c == '"') {
      for (at++; at < text.size() && text[at] != '"'; at++)
        at += text[at] == '\\';
      at++;
    } else if (is_word(c)) {
      const size_t start = at;
      while (at < text.size() && is_word(text[at]))
        at++;
      size_t behind = at;
      while (behind < text.size() && is_blank(text[behind]))
        behind++;
      if (is_digit(c))
        continue;
      take(Word{text.substr(start, at - start), behind < text.size() ? text[behind] : ';', depth,
                first && start >= directive_end, start > 0 && text[start - 1] == '`'});
      first &= start < directive_end;
    } else {
      if (c == '#' && first)
        directive_end = end_of(at, "\n");
      depth += (c == '{') - (c == '}');
      first |= depth == 0 && (c == ';' || c == '}');
      at++;
    }
  }
}

void sort_out(Words &words) {
  std::ranges::sort(words);
  const auto again = std::ranges::unique(words);
  words.erase(again.begin(), again.end());
}

// Comments and strings may add some, which does no harm.
Words words_of(std::string_view text) {
  Words words;
  scan(text, [&](const Word &word) { words.push_back(word.text); });
  return words;
}

// Reads the declarations of one library, word by word. A declared name stands at the outermost
// level before one of `= [ ; < {`, and not in a value; an enumerator within braces before one of
// `, = }`.
class DeclarationReader {
public:
  explicit DeclarationReader(Library &library) : library_(library) {}

  void take(const Word &read) {
    const std::string_view word = read.text;
    const char behind = read.behind;
    in_value_ &= !read.first;
    if (read.depth == 0)
      outermost(word, behind);
    else if (read.depth == 1 && in_provider_)
      in_provider(word, behind);
    else if (in_enum_ && behind && strchr(",=}", behind))
      library_.declares.push_back(word);
    before_ = word;
  }

private:
  void outermost(std::string_view word, char behind) {
    in_enum_ = word == "enum" || (in_enum_ && behind == '{');
    in_provider_ = before_ == "provider" && behind == '{';
    if (in_provider_)
      library_.providers.push_back({word});
    else if (!in_value_ && behind && strchr("=[;<{", behind))
      declare(word);
    in_value_ |= behind == '=' || behind == '[';
  }

  // __task_struct__td_name is there for p->td_name.
  void declare(std::string_view word) {
    library_.declares.push_back(word);
    const size_t member = word.rfind("__");
    if (word.starts_with("__") && member > 0 && member != word.npos)
      library_.declares.push_back(word.substr(member + 2));
  }

  void in_provider(std::string_view word, char behind) {
    Library::DeclaredProvider &provider = library_.providers.back();
    if (before_ != "probe")
      return;
    provider.probes.push_back(word);
    if (behind != ':' || provider.name != "syscall")
      return;
    provider.is_alias = true;
    library_.declares.push_back(word);
  }

  Library &library_;
  std::string_view before_;
  bool in_enum_ = false, in_provider_ = false, in_value_ = false;
};

Result<std::string> text_of(const std::string &path) {
  constexpr uint64_t most = 16 << 20;
  auto text = read_file(path, most);
  if (!text)
    return fail("failed to read library %s: %s", path.c_str(), text.error().message.c_str());
  return text;
}

void find_declarations(Library &library) {
  DeclarationReader reader(library);
  scan(library.text, [&](const Word &word) { reader.take(word); });
  sort_out(library.declares);
  const std::string_view mark = "#pragma D depends_on library ";
  for (size_t at = 0; (at = library.text.find(mark, at)) != std::string::npos;) {
    at += mark.size();
    library.depends_on.push_back(
        library.text.substr(at, library.text.find_first_of(" \t\r\n", at) - at));
  }
}

bool declares_any(const Library &library, const Mentions &mentions) {
  return std::ranges::any_of(library.declares, [&](std::string_view name) {
    return std::ranges::binary_search(mentions.words, name) ||
           (name.starts_with(symbol_prefix) &&
            std::ranges::binary_search(mentions.symbols, name.substr(symbol_prefix.size())));
  });
}

// curpsinfo is a psinfo_t *: what declares that is needed, too.
void mention(const std::string &text, Mentions &mentions) {
  scan(text, [&](const Word &word) {
    mentions.words.push_back(word.text);
    if (word.is_symbol)
      mentions.symbols.push_back(word.text);
  });
  sort_out(mentions.words);
  sort_out(mentions.symbols);
  for (size_t i = 0, count = mentions.words.size(); i < count; i++)
    if (const Builtin *row = find_builtin(mentions.words[i]); row && !row->native.empty())
      std::ranges::copy(words_of(row->prototype), std::back_inserter(mentions.words));
  sort_out(mentions.words);
}

} // namespace

#if DTRACE_LIBRARIES_INSIDE
// inner_libraries.cc, made by embed-libraries.
struct InnerLibrary {
  const char *path, *text;
};
extern const InnerLibrary inner_libraries[];
extern const size_t inner_library_count;
#endif

namespace {
// ---- Libraries inside the executable (DTRACE_STATIC) --------------------------------------------

constexpr std::string_view inner_folder = "(inside dtrace)";

struct LibraryFile {
  std::string path;
  std::string_view text{}; // null: is in the file
};

// The files of a folder; `error` when there is none.
std::vector<LibraryFile> files_of(const std::string &folder, std::error_code &error) {
  std::vector<LibraryFile> files;
  for (const auto &entry : std::filesystem::directory_iterator(folder, error))
    if (std::error_code unknown; entry.path().extension() == ".d" && entry.is_regular_file(unknown))
      files.push_back({entry.path()});
  return files;
}

std::vector<LibraryFile> inner_files_of([[maybe_unused]] const std::string &folder) {
  std::vector<LibraryFile> files;
#if DTRACE_LIBRARIES_INSIDE
  for (size_t i = 0; i < inner_library_count; i++) {
    const std::string path = std::string(inner_folder) + "/" + inner_libraries[i].path;
    if (path.substr(0, path.rfind('/')) == folder)
      files.push_back({path, inner_libraries[i].text});
  }
#endif
  return files;
}
} // namespace

#if DTRACE_LIBRARIES_INSIDE
std::string installed_folder() { return std::string(inner_folder); }
#else
namespace {
// The program or the shared library that this code is a part of.
std::filesystem::path own_file() {
  Dl_info here{}, program{};
  std::error_code error;
  dladdr(DTRACE_LIBRARY_FOLDER, &here);
  dladdr(reinterpret_cast<const void *>(getauxval(AT_PHDR)), &program);
  const bool is_program = !here.dli_fname || here.dli_fbase == program.dli_fbase;
  return std::filesystem::canonical(is_program ? "/proc/self/exe" : here.dli_fname, error);
}

bool is_below(const std::filesystem::path &file, const std::filesystem::path &folder) {
  return std::ranges::mismatch(file, folder).in2 == folder.end();
}
} // namespace

// What is installed may have been moved as a whole (DESTDIR), so its libraries are where they are from
// the command or from the shared library.
std::string installed_folder() {
  const std::filesystem::path file = own_file();
  std::error_code error;
  if (is_below(file, DTRACE_BUILD_FOLDER))
    return DTRACE_UNINSTALLED_FOLDER;
  for (const char *way : {DTRACE_FROM_COMMAND, DTRACE_FROM_LIBRARY})
    if (const auto folder = (file.parent_path() / way).lexically_normal();
        std::filesystem::is_directory(folder, error))
      return folder;
  return DTRACE_LIBRARY_FOLDER;
}
#endif

// ---- The libraries of a session --------------------------------------------------------------

Result<Libraries> Libraries::open(const std::vector<LibraryFolder> &folders) {
  struct Found {
    std::string_view text;
    bool is_of_other_system;
  };
  std::map<std::filesystem::path, Found> files; // in order of their paths
  for (const LibraryFolder &folder : folders) {
    std::error_code error;
    const bool is_inside = folder.path.starts_with(inner_folder);
    for (LibraryFile &file : is_inside ? inner_files_of(folder.path) : files_of(folder.path, error))
      files.emplace(std::move(file.path), Found{file.text, folder.is_of_other_system});
    if (error && !folder.may_be_missing)
      return fail("failed to open library folder %s: %s", folder.path.c_str(), error.message().c_str());
  }
  Libraries libraries;
  for (const auto &[path, found] : files) {
    Library &library =
        libraries.all_.emplace_back(Library{.path = path.string(), .text = std::string(found.text)});
    library.is_of_other_system = found.is_of_other_system;
    if (!found.text.data()) {
      TRY(read, text_of(library.path));
      library.text = std::move(read);
    }
    find_declarations(library);
    library.first_probe = libraries.probes_;
    for (const Library::DeclaredProvider &provider : library.providers)
      libraries.probes_ += provider.probes.size();
  }
  libraries.seen_.resize(libraries.all_.size());
  return libraries;
}

// Depth first, so that what a library needs comes before it. A cycle ends where it began.
void Libraries::pick(const Mentions &mentions, const std::vector<std::string> &depends_on,
                     Order &order) {
  for (size_t i = 0; i < all_.size(); i++) {
    const std::string name = std::filesystem::path(all_[i].path).filename();
    if (!seen_[i] && (declares_any(all_[i], mentions) || std::ranges::count(depends_on, name)))
      pick_one(i, order);
  }
}

void Libraries::pick_one(size_t index, Order &order) {
  const Library &library = all_[index];
  seen_[index] = true;
  Mentions mentions;
  mention(library.text, mentions);
  pick(mentions, library.depends_on, order);
  order.push_back(&library);
}

std::vector<const Library *> Libraries::needed_by(const std::vector<std::string> &texts) {
  Mentions mentions;
  Order order;
  for (const std::string &text : texts)
    mention(text, mentions);
  pick(mentions, {}, order);
  return order;
}

std::vector<const Library *>
Libraries::declaring(const std::function<bool(const Library::DeclaredProvider &)> &wanted) {
  Order order;
  for (size_t i = 0; i < all_.size(); i++)
    if (!seen_[i] && std::ranges::any_of(all_[i].providers, wanted))
      pick_one(i, order);
  return order;
}

std::vector<std::string> Libraries::provider_names() const {
  std::vector<std::string> names;
  for (const Library &library : all_)
    for (const Library::DeclaredProvider &provider : library.providers)
      if (!provider.is_alias)
        names.emplace_back(provider.name);
  return names;
}

} // namespace dtrace
