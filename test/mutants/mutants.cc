// mutants SEED COUNT FOLDER FILE.d...: changes the programs a little, COUNT times, and compiles and loads
// each, attaching nothing. Whatever was written, dtrace must take it or say what is wrong: a crash, a
// program that only the verifier refuses, and a fault that is dtrace's own are failures. Each is kept in
// FOLDER as NUMBER.d. Out: a line a failure, then how many there were of each outcome; status 1 with any.
#include "mutate.h"

#include "base/diagnostic.h"
#include "output/output.h"
#include "session.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace dtrace;

namespace {
constexpr rlim_t most_seconds = 120; // of the processor, for one program: more means no end

struct Outcome {
  int status; // of wait()
  std::string text;
};

// In a process of its own.
[[noreturn]] void try_program(const std::string &text, int out) {
  const rlimit time{most_seconds, most_seconds}, none{0, 0};
  setrlimit(RLIMIT_CPU, &time);
  setrlimit(RLIMIT_CORE, &none);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  Output messages(stderr), output(stdout);
  Session session(output, messages);
  (void)session.options().set("defaultargs", "");
  bool good = session.compile({{SourceKind::Script, "mutant.d", text}}, {});
  for (const Diagnostic &error : session.errors())
    messages.printf("%s\n%s\n", describe(error, true).c_str(), error.advice.c_str());
  if (good)
    if (const auto loaded = session.try_to_load(); !loaded) {
      messages.printf("%s\n%s\n", describe(loaded.error(), true).c_str(), loaded.error().advice.c_str());
      good = false;
    }
  if (!good && messages.empty())
    abort(); // refused without a word
  messages.flush();
  output.flush();
  _exit(good ? 0 : 1);
}

Outcome outcome_of(const std::string &program) {
  int ends[2];
  if (pipe(ends) != 0)
    exit(2);
  const pid_t child = fork();
  if (child < 0)
    exit(2);
  if (child == 0) {
    close(ends[0]);
    try_program(program, ends[1]);
  }
  close(ends[1]);
  Outcome outcome{0, {}};
  std::array<char, 4096> part;
  for (ssize_t size; (size = read(ends[0], part.data(), part.size())) > 0;)
    outcome.text.append(part.data(), size);
  close(ends[0]);
  waitpid(child, &outcome.status, 0);
  return outcome;
}

std::string line_with(const std::string &text, const char *words) {
  const size_t at = text.find(words);
  if (at == std::string::npos)
    return {};
  const size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

// What is wrong with an outcome; "": nothing. Kernels may lack a function, which no mutant can help.
std::string wrong_with(const Outcome &outcome) {
  if (WIFSIGNALED(outcome.status))
    return "ended by signal " + std::to_string(WTERMSIG(outcome.status));
  if (WEXITSTATUS(outcome.status) > 1)
    return "ended with status " + std::to_string(WEXITSTATUS(outcome.status));
  if (outcome.text.contains("that this kernel or kind of probe does not offer"))
    return {};
  for (const char *words : {"fault of dtrace", "the kernel refuses the program", "cannot make code"})
    if (outcome.text.contains(words))
      return line_with(outcome.text, outcome.text.contains("the kernel refuses")
                                         ? "the kernel refuses the program"
                                         : words);
  return {};
}

std::string read_file(const char *path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}
} // namespace

int main(int count, char **words) {
  if (count < 5) {
    fprintf(stderr, "usage: mutants SEED COUNT FOLDER FILE.d...\n");
    return 2;
  }
  const unsigned long first = strtoul(words[1], nullptr, 0), most = strtoul(words[2], nullptr, 0);
  const std::string folder = words[3];
  std::vector<std::string> programs;
  for (int i = 4; i < count; i++)
    programs.push_back(read_file(words[i]));
  const Mutator mutator(programs);
  unsigned long taken = 0, refused = 0, failed = 0;
  for (unsigned long number = first; number < first + most; number++) {
    const std::string program = mutator.mutant(number);
    const Outcome outcome = outcome_of(program);
    if (const std::string wrong = wrong_with(outcome); !wrong.empty()) {
      failed++;
      std::ofstream(folder + "/" + std::to_string(number) + ".d") << program;
      printf("mutant %lu: %s\n", number, wrong.c_str());
      fflush(stdout);
    } else {
      (outcome.status == 0 ? taken : refused)++;
    }
  }
  fprintf(stderr, "%lu loaded, %lu refused with a reason, %lu failed\n", taken, refused, failed);
  return failed != 0 || taken == 0; // none taken: nothing was tried
}
