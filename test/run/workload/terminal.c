// Workload: `terminal COMMAND [ARGUMENT]...` runs a command whose standard error is a terminal (with
// TERMINAL_STDOUT in the environment its standard output, too), prints what it wrote there, and ends as
// it did.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (argc < 2 || master < 0 || grantpt(master) || unlockpt(master))
    return 125;
  const int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
  const pid_t child = fork();
  if (child == 0) {
    dup2(terminal, STDERR_FILENO);
    if (getenv("TERMINAL_STDOUT"))
      dup2(terminal, STDOUT_FILENO);
    execvp(argv[1], argv + 1);
    _exit(126);
  }
  close(terminal);
  char text[4096];
  for (ssize_t size; (size = read(master, text, sizeof text)) > 0;)
    if (write(STDOUT_FILENO, text, size) != size)
      break;
  int status;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 124;
}
