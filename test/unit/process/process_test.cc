// -c and -p on processes of the test's own: no tracing, so the kernel needs nothing but ptrace.
#include "process/process.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dtrace;

namespace {

using Words = std::vector<std::string>;

Words split(const std::string &command) {
  const auto words = split_command(command);
  EXPECT_TRUE(words) << words.error().message;
  return words.value_or(Words{});
}

// Waits until one of the targets has ended, ten seconds at most.
Words ends_of(Processes &processes) {
  std::vector<pollfd> fds;
  for (int fd : processes.fds())
    fds.push_back({fd, POLLIN, 0});
  EXPECT_EQ(poll(fds.data(), fds.size(), 10000), 1);
  Words texts;
  for (const Processes::End &end : processes.collect())
    texts.push_back(end.text);
  return texts;
}

std::string file_text(const std::string &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string pid_text(const char *format, pid_t pid) {
  char text[100];
  snprintf(text, sizeof text, format, pid);
  return text;
}

class TemporaryFile {
public:
  TemporaryFile() { close(mkstemp(path.data())); }
  ~TemporaryFile() { unlink(path.c_str()); }
  std::string path = "/tmp/dtrace-process-test-XXXXXX";
};

} // namespace

TEST(SplitCommand, Words) {
  EXPECT_EQ(split("date"), Words{"date"});
  EXPECT_EQ(split("  ls\t-l  /tmp\n"), (Words{"ls", "-l", "/tmp"}));
  EXPECT_EQ(split(""), Words{});
  EXPECT_EQ(split(" \t "), Words{});
}

TEST(SplitCommand, Quotes) {
  EXPECT_EQ(split("sh -c 'echo $HOME; date'"), (Words{"sh", "-c", "echo $HOME; date"}));
  EXPECT_EQ(split("a \"b c\"d'e f'"), (Words{"a", "b cde f"}));
  EXPECT_EQ(split("a '' \"\" b"), (Words{"a", "", "", "b"}));
  EXPECT_EQ(split(R"(a\ b \'c \\)"), (Words{"a b", "'c", "\\"}));
  EXPECT_EQ(split(R"("a\"b" "c\d" '\')"), (Words{"a\"b", "c\\d", "\\"}));
  EXPECT_EQ(split("a\\"), Words{"a\\"});
}

TEST(SplitCommand, UnmatchedQuote) {
  for (const char *command : {"'", "a \"b", "sh -c 'x", "\"\\\""}) {
    const auto words = split_command(command);
    ASSERT_FALSE(words) << command;
    EXPECT_EQ(words.error().tag, Tag::D_PROC_CREATEFAIL);
  }
}

TEST(Processes, ChildWaitsUntilGo) {
  TemporaryFile file;
  Processes processes;
  const auto pid = processes.create("sh -c 'echo ran > " + file.path + "'");
  ASSERT_TRUE(pid) << pid.error().message;
  EXPECT_EQ(processes.first_pid(), *pid);
  // The program is in place already, and has not run.
  EXPECT_EQ(file_text(pid_text("/proc/%d/comm", *pid)), "sh\n");
  usleep(50000);
  EXPECT_EQ(file_text(file.path), "");
  EXPECT_TRUE(processes.collect().empty());
  ASSERT_TRUE(processes.go());
  EXPECT_FALSE(processes.all_ended());
  EXPECT_EQ(ends_of(processes), Words{pid_text("pid %d has exited", *pid)});
  EXPECT_EQ(file_text(file.path), "ran\n");
  EXPECT_TRUE(processes.all_ended());
  EXPECT_TRUE(processes.collect().empty());
  EXPECT_TRUE(processes.fds().empty());
}

TEST(Processes, HowTheyEnd) {
  const std::pair<const char *, const char *> cases[] = {
      {"true", "pid %d has exited"},
      {"sh -c 'exit 3'", "pid %d exited with status 3"},
      {"sh -c 'kill -SEGV $$'", "pid %d terminated by SIGSEGV"},
  };
  for (const auto &[command, end] : cases) {
    Processes processes;
    const auto pid = processes.create(command);
    ASSERT_TRUE(pid) << pid.error().message;
    ASSERT_TRUE(processes.go());
    EXPECT_EQ(ends_of(processes), Words{pid_text(end, *pid)});
  }
}

TEST(Processes, SeveralTargets) {
  Processes processes;
  const auto first = processes.create("true"), second = processes.create("sleep 100");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(processes.first_pid(), *first);
  EXPECT_EQ(processes.pids(), (std::vector<pid_t>{*first, *second}));
  ASSERT_TRUE(processes.go());
  EXPECT_EQ(ends_of(processes), Words{pid_text("pid %d has exited", *first)});
  EXPECT_FALSE(processes.all_ended());
  kill(*second, SIGTERM);
  EXPECT_EQ(ends_of(processes), Words{pid_text("pid %d terminated by SIGTERM", *second)});
  EXPECT_TRUE(processes.all_ended());
}

TEST(Processes, CannotCreate) {
  const std::pair<const char *, const char *> cases[] = {
      {"/no/such/program x", "failed to execute /no/such/program: No such file or directory"},
      {"/dev/null", "failed to execute /dev/null: Permission denied"},
      {" ", "the command of -c is empty"},
  };
  for (const auto &[command, message] : cases) {
    Processes processes;
    const auto pid = processes.create(command);
    ASSERT_FALSE(pid) << command;
    EXPECT_EQ(pid.error().tag, Tag::D_PROC_CREATEFAIL);
    EXPECT_EQ(pid.error().message, message);
    EXPECT_EQ(processes.first_pid(), 0);
    EXPECT_FALSE(processes.all_ended());
  }
}

TEST(Processes, ChildNeverLetGoHasNotRun) {
  TemporaryFile file;
  pid_t pid;
  {
    Processes processes;
    pid = processes.create("sh -c 'echo ran > " + file.path + "'").value_or(0);
    ASSERT_GT(pid, 0);
  }
  EXPECT_EQ(kill(pid, 0), -1);
  EXPECT_EQ(file_text(file.path), "");
}

TEST(Processes, TargetsOutliveUs) {
  pid_t child;
  {
    Processes processes;
    child = processes.create("sleep 100").value_or(0);
    ASSERT_GT(child, 0);
    processes.let_commands_run(true);
    ASSERT_TRUE(processes.go());
  }
  EXPECT_EQ(kill(child, 0), 0);
  {
    Processes processes;
    ASSERT_TRUE(processes.grab(std::to_string(child)));
  }
  EXPECT_EQ(kill(child, SIGKILL), 0);
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
}

TEST(Processes, ChildrenEndWithUs) {
  Processes processes;
  const auto pid = processes.create("sleep 100"), released = processes.create("sleep 100");
  ASSERT_TRUE(pid && released);
  ASSERT_TRUE(processes.go());
  ASSERT_TRUE(processes.release(*released));
  processes.end_commands();
  for (int i = 0; i < 500 && !processes.all_ended(); i++, usleep(10000))
    processes.collect();
  EXPECT_TRUE(processes.all_ended());
  EXPECT_EQ(kill(*released, SIGKILL), 0);
  EXPECT_EQ(waitpid(*released, nullptr, 0), *released);
}

TEST(Processes, GrabSeesTheEnd) {
  Processes owner, other;
  const auto pid = owner.create("sleep 100");
  ASSERT_TRUE(pid);
  ASSERT_TRUE(owner.go());
  ASSERT_TRUE(other.grab(std::to_string(*pid)));
  EXPECT_TRUE(other.collect().empty());
  kill(*pid, SIGKILL);
  EXPECT_EQ(ends_of(other), Words{pid_text("pid %d has exited", *pid)});
  EXPECT_EQ(ends_of(owner), Words{pid_text("pid %d terminated by SIGKILL", *pid)});
}

TEST(Processes, CannotGrab) {
  Processes processes;
  for (const char *text : {"", "x", "12x", "-1", "0", "99999999999"}) {
    const auto pid = processes.grab(text);
    ASSERT_FALSE(pid) << text;
    EXPECT_EQ(pid.error().tag, Tag::D_PROC_BADPID);
  }
  const auto none = processes.grab("4194304"); // the greatest pid_max: no pid reaches it
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().tag, Tag::D_PROC_GRAB);
  EXPECT_EQ(none.error().message, "failed to grab pid 4194304: No such process");
}
