#include "export_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <sstream>
#include <vector>

namespace dtrace {

namespace {
// Where it is, seen from this executable: installed beside it, by a package, or built. Not by PATH: who
// traces is root.
constexpr const char *places[] = {"dtrace-export", "../bin/dtrace-export", "streams/dtrace-export"};

std::expected<std::string, std::string> find_program() {
  char own[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", own, sizeof own);
  const std::string path(own, size > 0 ? static_cast<size_t>(size) : 0);
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  for (const char *place : places)
    if (access((folder + place).c_str(), X_OK) == 0)
      return folder + place;
  return std::unexpected("there is no dtrace-export beside " + path +
                         ": it is in the package dtrace-bpf-streams");
}

std::vector<std::string> split(const std::string &text) {
  std::vector<std::string> words = {"dtrace-export"};
  std::istringstream stream(text);
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

// 0, or what errno would be.
int spawn(const std::string &path, std::vector<std::string> words, int input, pid_t &pid) {
  std::vector<char *> arguments;
  for (std::string &word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  const int error = posix_spawn(&pid, path.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}
} // namespace

std::expected<ExportProcess, std::string> ExportProcess::start(const std::string &words) {
  const auto path = find_program();
  if (!path)
    return std::unexpected(path.error());
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return std::unexpected(std::string("failed to make a pipe: ") + strerror(errno));
  pid_t pid = -1;
  const int error = spawn(*path, split(words), ends[0], pid);
  close(ends[0]);
  if (error) {
    close(ends[1]);
    return std::unexpected("failed to execute " + *path + ": " + strerror(error));
  }
  return ExportProcess(pid, fdopen(ends[1], "w"));
}

int ExportProcess::finish() {
  fclose(input_);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace dtrace
