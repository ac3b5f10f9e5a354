#include "preprocessor.h"

#include "arch/own.h"
#include "base/descriptor.h"
#include "base/limits.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <iterator>
#include <utility>

namespace dtrace {

namespace {

std::vector<std::string> command_of(const Options &options, const std::string &script) {
  const std::string path = options.text("cpppath");
  std::vector<std::string> words = {
      path.empty() ? "cpp" : path,
      "-x",
      "c",
      "-undef",
      "-D__linux=1",
      "-D__linux__=1",
      "-D__unix=1",
      "-D__unix__=1",
      "-D__SUNW_D=1",
      "-D__SUNW_D_VERSION=0x02000000",
  };
  words.insert(words.end(), std::begin(own::macros), std::end(own::macros));
  for (const std::string &definition : options.texts("define"))
    words.push_back("-D" + definition);
  for (const std::string &name : options.texts("undef"))
    words.push_back("-U" + name);
  for (const std::string &directory : options.texts("incdir"))
    words.push_back("-I" + directory);
  if (const size_t slash = script.rfind('/'); slash != script.npos)
    words.insert(words.end(), {"-iquote", script.substr(0, slash + 1)});
  if (options.flag("cpphdrs"))
    words.push_back("-H");
  words.push_back("-");
  return words;
}

// An unlinked file in memory: its writer never waits for a reader. None: errno says why.
Descriptor memory_file(const std::string &contents) {
  Descriptor file(memfd_create("dtrace", MFD_CLOEXEC));
  if (!file || write(file.get(), contents.data(), contents.size()) != ssize_t(contents.size()))
    return Descriptor();
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::string contents_of(const Descriptor &file) {
  std::string text;
  char block[65536];
  lseek(file.get(), 0, SEEK_SET);
  for (ssize_t size; (size = read(file.get(), block, sizeof block)) > 0;)
    text.append(block, size);
  return text;
}

// A line `#!…` is not C; an empty one in its place keeps the count of lines.
std::string without_interpreters(std::string text) {
  for (size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1)
    if (text.compare(at, 2, "#!") == 0)
      text.erase(at, std::min(text.find('\n', at), text.size()) - at);
  return text;
}

std::vector<char *> pointers_to(std::vector<std::string> &words) {
  std::vector<char *> pointers;
  for (std::string &word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// cpp speaks English: its messages are read.
std::vector<std::string> environment_of_cpp() {
  std::vector<std::string> variables = {"LC_ALL=C"};
  for (char **each = environ; *each; each++)
    if (!std::string_view(*each).starts_with("LC_ALL="))
      variables.push_back(*each);
  return variables;
}

struct Ended {
  bool is_good;
  std::string out, messages;
};

Result<Ended> run(std::vector<std::string> words, const std::string &input) {
  const Descriptor in = memory_file(input), out = memory_file(""), errors = memory_file("");
  if (!in || !out || !errors)
    return fail("failed to run cpp: %s", explain_errno(errno).c_str());
  std::vector<std::string> variables = environment_of_cpp();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.get(), 0);
  posix_spawn_file_actions_adddup2(&actions, out.get(), 1);
  posix_spawn_file_actions_adddup2(&actions, errors.get(), 2);
  pid_t pid;
  const int failed = posix_spawnp(&pid, words[0].c_str(), &actions, nullptr,
                                  pointers_to(words).data(), pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed)
    return fail("failed to run cpp (%s): %s; install the package cpp, or set -x cpppath",
                words[0].c_str(), strerror(failed));
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
    ;
  return Ended{WIFEXITED(status) && WEXITSTATUS(status) == 0, contents_of(out),
               contents_of(errors)};
}

// The word that begins there; the whole line when cpp names no column, or one that is not there.
Span span_at(const Source &source, uint32_t line, uint32_t column) {
  const std::string_view text = source.text;
  size_t begin = 0;
  for (uint32_t at = 1; at < line && begin < text.size(); at++)
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  const size_t end = std::min(text.find('\n', begin), text.size());
  if (column > 1 && begin + column <= end)
    begin += column - 1;
  return {&source, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

// "file:line:column: error: text"; the column may be missing.
struct Message {
  std::string_view file, text;
  uint32_t line = 0, column = 0;
};

std::optional<Message> read_error(std::string_view line) {
  for (const std::string_view kind : {": fatal error: ", ": error: "}) {
    const size_t end = line.find(kind);
    if (end == line.npos)
      continue;
    Message message;
    message.text = line.substr(end + kind.size());
    std::string_view place = line.substr(0, end);
    for (int part = 0; part < 2; part++) {
      const size_t colon = place.rfind(':');
      uint32_t number = 0;
      if (colon == place.npos ||
          std::from_chars(place.data() + colon + 1, place.data() + place.size(), number).ptr !=
              place.data() + place.size())
        break;
      message.column = std::exchange(message.line, number);
      place = place.substr(0, colon);
    }
    message.file = place;
    return message;
  }
  return std::nullopt;
}

} // namespace

std::vector<Diagnostic> preprocessor_errors(std::string_view messages, const Source &source) {
  std::vector<Diagnostic> errors;
  while (!messages.empty()) {
    const size_t end = std::min(messages.find('\n'), messages.size() - 1);
    const auto message = read_error(messages.substr(0, end));
    messages.remove_prefix(end + 1);
    if (!message)
      continue;
    const std::string text(message->text), file(message->file);
    const bool is_ours = file.empty() || (source.kind == SourceKind::Script && file == source.name);
    if (is_ours && message->line)
      errors.push_back(fail(Tag::D_UNKNOWN, span_at(source, message->line, message->column),
                            "cpp: %s", text.c_str())
                           .error());
    else
      errors.push_back(fail("cpp: line %u of %s: %s", message->line,
                            file.c_str(), text.c_str())
                           .error());
  }
  return errors;
}

std::optional<Preprocessed> preprocess(const Source &source, const Options &options,
                                       std::vector<Diagnostic> &errors) {
  const bool is_file = source.kind == SourceKind::Script;
  // Without a file name the marks leave the program's own name.
  const std::string mark = is_file ? "# 1 \"" + source.name + "\"\n" : "# 1 \"\"\n";
  auto ended = run(command_of(options, is_file ? source.name : ""),
                   mark + without_interpreters(source.text));
  if (ended && ended->is_good)
    return Preprocessed{std::move(ended->out), std::move(ended->messages)};
  std::vector<Diagnostic> found;
  if (!ended)
    found.push_back(ended.error());
  else if (found = preprocessor_errors(ended->messages, source); found.empty())
    found.push_back(
        fail("cpp failed on %s%s%s", source.name.c_str(),
             ended->messages.empty() ? ", without a word" : ":\n", ended->messages.c_str())
            .error());
  std::ranges::move(found, std::back_inserter(errors));
  return std::nullopt;
}

} // namespace dtrace
