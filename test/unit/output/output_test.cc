// Where text goes: files, broken pipes, freopen(), ftruncate(), system().
#include <gtest/gtest.h>

#include "session.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace dtrace::test {
namespace {

class File {
public:
  File() { fd_ = mkstemp(path_); }
  ~File() { close(fd_), unlink(path_); }
  int fd() const { return fd_; }
  const char *path() const { return path_; }
  std::string text() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), {}};
  }

private:
  char path_[32] = "/tmp/output_test.XXXXXX";
  int fd_;
};

TEST(Output, KeepsTheOrderWhateverTheSizes) {
  File file;
  std::string expected;
  {
    Output out(file.fd());
    for (int i = 0; i < 3000; i++) {
      const std::string text(i % 700, static_cast<char>('a' + i % 26));
      out.put(text);
      out.put('\n');
      out.pad('.', i % 11);
      expected += text + "\n" + std::string(i % 11, '.');
    }
    const std::string large(3 * 256 * 1024, 'L');
    out.put(large);
    out.pad('P', 300000);
    out.printf("%d-%s", 5, "end");
    expected += large + std::string(300000, 'P') + "5-end";
  }
  EXPECT_EQ(file.text(), expected);
}

TEST(Output, IntoAFILE) {
  File file;
  FILE *stream = fdopen(dup(file.fd()), "w");
  {
    Output out(stream);
    out.put("hello");
    EXPECT_EQ(file.text(), "");
    EXPECT_TRUE(out.flush());
    EXPECT_EQ(file.text(), "hello");
  }
  fclose(stream);
}

TEST(Output, ABrokenPipeIsNoticedOnce) {
  signal(SIGPIPE, SIG_IGN);
  int pipe_fds[2];
  ASSERT_EQ(pipe(pipe_fds), 0);
  Output out(pipe_fds[1]);
  out.put("read by somebody");
  EXPECT_TRUE(out.flush());
  close(pipe_fds[0]);
  out.put("read by nobody");
  EXPECT_FALSE(out.flush());
  EXPECT_TRUE(out.broken());
  out.pad('x', 1 << 20); // goes nowhere, and does not fill memory
  EXPECT_FALSE(out.flush());
  close(pipe_fds[1]);
}

TEST(Output, FullDevicesAreBroken) {
  const int full = open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  Output out(full);
  out.put("text");
  EXPECT_FALSE(out.flush());
  close(full);
}

TEST(Output, RedirectsAndComesBack) {
  File first, second;
  Output out(first.fd());
  out.put("one ");
  ASSERT_TRUE(out.redirect(second.path()));
  out.put("two ");
  ASSERT_TRUE(out.redirect(""));
  out.put("three");
  out.flush();
  EXPECT_EQ(first.text(), "one three");
  EXPECT_EQ(second.text(), "two ");
  const auto failed = out.redirect("/no/such/folder/file");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message,
            "failed to open /no/such/folder/file: No such file or directory");
}

TEST(Output, Truncates) {
  File file;
  Output out(file.fd());
  out.put("before");
  out.truncate();
  out.put("after");
  out.flush();
  EXPECT_EQ(file.text(), "after");
}

// Reference programs freopen.d and system.d, with standard output a file.
TEST(Output, FreopenAndSystemInOrder) {
  File file, other;
  const int saved = dup(1);
  fflush(stdout);
  dup2(file.fd(), 1);
  Session s;
  s.quiet();
  ClauseRecord &c = s.clause();
  s.print(c, ActionKind::Printf, "first\n");
  s.print(c, ActionKind::System, "echo %s %d", {text(16), integer(4)});
  s.print(c, ActionKind::Freopen, "%s", {text(32)});
  s.print(c, ActionKind::Printf, "hidden\n");
  s.print(c, ActionKind::Freopen, "");
  s.print(c, ActionKind::Printf, "shown\n");
  s.print(c, ActionKind::Freopen, "/no/such/folder/file");
  std::string error_text;
  {
    class NoNames : public Names {
    } names;
    Output out(1), error(&error_text);
    Printer printer(s.manifest, s.recorded, s.options, names, out, error);
    Consumer consumer(s.manifest, s.recorded, s.options, printer, s.kernel);
    consumer.consume(Sample(s, c, 1)
                         .put(c.actions[1].fields[0], "from shell")
                         .put(c.actions[1].fields[1], 5)
                         .put(c.actions[2].fields[0], other.path()));
    consumer.finish();
  }
  dup2(saved, 1);
  close(saved);
  EXPECT_EQ(file.text(), "first\nfrom shell 5\nshown\n");
  EXPECT_EQ(other.text(), "hidden\n");
  EXPECT_EQ(error_text, "dtrace: failed to open /no/such/folder/file: No such file or directory\n");
}

TEST(Output, RunGivesTheExitStatus) {
  std::string text;
  Output out(&text);
  EXPECT_EQ(out.run("exit 3"), 3);
  EXPECT_EQ(out.run("kill -9 $$"), -1);
}

} // namespace
} // namespace dtrace::test
