#include "preprocessor.h"

#include "arch/own.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace dtrace {

namespace {

std::vector<std::string> command_of(const Options &options, const std::string &script) {
  const std::string path = options.text("cpppath");
  std::vector<std::string> words = {path.empty() ? "cpp" : path, "-x", "c", "-undef",
                                    "-D__linux=1", "-D__linux__=1", "-D__unix=1", "-D__unix__=1",
                                    "-D__SUNW_D=1", "-D__SUNW_D_VERSION=0x02000000",
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

// An unlinked file in memory: its writer never waits for a reader.
int memory_file(const std::string &contents) {
  const int fd = memfd_create("dtrace", MFD_CLOEXEC);
  if (fd < 0 || write(fd, contents.data(), contents.size()) != ssize_t(contents.size()))
    return -1;
  lseek(fd, 0, SEEK_SET);
  return fd;
}

std::string contents_of(int fd) {
  std::string text;
  char block[65536];
  lseek(fd, 0, SEEK_SET);
  for (ssize_t size; (size = read(fd, block, sizeof block)) > 0;)
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

} // namespace

Result<std::string> preprocess(const std::string &name, bool is_file, const std::string &text,
                               const Options &options) {
  std::vector<std::string> words = command_of(options, is_file ? name : "");
  std::vector<char *> arguments;
  for (std::string &word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);

  // Without a file name the marks leave the program's own name.
  const int in = memory_file((is_file ? "# 1 \"" + name + "\"\n" : "# 1 \"\"\n") +
                             without_interpreters(text));
  const int out = memory_file(""), errors = memory_file("");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  pid_t pid;
  const int failed = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  if (!failed)
    waitpid(pid, &status, 0);
  std::string result = contents_of(out), messages = contents_of(errors);
  for (int fd : {in, out, errors})
    close(fd);
  if (failed)
    return fail("failed to run cpp (%s): %s; install the package cpp, or set -x cpppath",
                words[0].c_str(), strerror(failed));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return fail("cpp failed on %s:\n%s", name.c_str(), messages.c_str());
  if (options.flag("cpphdrs"))
    fputs(messages.c_str(), stderr);
  return result;
}

} // namespace dtrace
