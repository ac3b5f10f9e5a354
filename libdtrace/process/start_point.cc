// Stage: process. Breakpoints of ours, set one at a time and taken out when they are reached: in
// the dynamic linker's _dl_debug_state(), which it calls when the list of libraries is complete
// (the protocol of <link.h>, r_brk), at the program's entry, at main(). While one is set the
// process dies with us, since the breakpoint would kill it.
#include "process/start_point.h"

#include "arch/stopped_thread.h"
#include "base/descriptor.h"
#include "process/process_objects.h"
#include "symbols/elf_functions.h"
#include "system/pid_numbers.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dtrace {

namespace {

constexpr const char *starter = "__libc_start_main"; // of the C library: calls main()

class Runner {
public:
  explicit Runner(pid_t process) : process_(process) {}

  // To the address; false: it has ended.
  bool run_to(uint64_t address) {
    errno = 0;
    const uint64_t word = ptrace(PTRACE_PEEKTEXT, process_, address, nullptr);
    if (errno || !write(address, (word & ~own_breakpoint.mask) | own_breakpoint.bits))
      return true;
    const bool stopped = resume(PTRACE_CONT);
    if (!stopped)
      return false;
    write(address, word);
    if (program_counter(process_) == address + own_breakpoint.stops_behind)
      set_program_counter(process_, address);
    return true;
  }

  // Past the instruction at which it stands.
  bool step() { return resume(PTRACE_SINGLESTEP); }

  int status = 0;

private:
  bool write(uint64_t address, uint64_t word) {
    return ptrace(PTRACE_POKETEXT, process_, address, word) == 0;
  }
  // Its own signals go to it; false: it has ended.
  bool resume(int how) {
    for (int signal = 0;;) {
      if (ptrace(static_cast<__ptrace_request>(how), process_, nullptr, signal) != 0)
        return true;
      while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
      }
      if (!WIFSTOPPED(status))
        return false;
      if (WSTOPSIG(status) == SIGTRAP)
        return true;
      signal = WSTOPSIG(status);
    }
  }

  pid_t process_;
};

Descriptor open_of(pid_t process, const char *file) {
  return Descriptor(open((process_folder(process) + file).c_str(), O_RDONLY | O_CLOEXEC));
}

bool is_32_bit_program(pid_t process) {
  unsigned char start[EI_NIDENT] = {};
  const Descriptor program = open_of(process, "/exe");
  const bool got = program && read(program.get(), start, sizeof start) == sizeof start;
  return got && start[EI_CLASS] == ELFCLASS32;
}

template <class Entry> uint64_t find_auxiliary(int fd, uint64_t type) {
  Entry entry;
  uint64_t value = 0;
  while (fd >= 0 && read(fd, &entry, sizeof entry) == sizeof entry && entry.a_type != AT_NULL)
    if (entry.a_type == type)
      value = entry.a_un.a_val;
  return value;
}

uint64_t auxiliary(pid_t process, uint64_t type) {
  const Descriptor vector = open_of(process, "/auxv");
  return is_32_bit_program(process) ? find_auxiliary<Elf32_auxv_t>(vector.get(), type)
                                    : find_auxiliary<Elf64_auxv_t>(vector.get(), type);
}

// An object of the process with its symbols.
struct Loaded {
  std::unique_ptr<ElfFunctions> functions;
  uint64_t bias; // from an address in the file to one in the process

  std::optional<uint64_t> address_of(std::string_view name) const {
    const ElfFunctions::Function *function = functions ? functions->find(name) : nullptr;
    return function ? std::optional(function->address + bias) : std::nullopt;
  }
};

template <class Wanted> Loaded load(pid_t process, Wanted wanted) {
  const auto objects = process_objects(process);
  if (!objects)
    return {};
  for (const ProcessObject &object : *objects)
    if (wanted(object)) {
      auto functions = ElfFunctions::open(object.file);
      if (!functions)
        return {};
      const uint64_t linked = functions->first_address();
      return {std::move(functions), object.begin - linked};
    }
  return {};
}

// The second call of _dl_debug_state() is the one after the libraries were mapped. A linker that is the C
// library, too (musl's), calls it once, and runs constructors behind the program's entry.
bool run_to_libraries(Runner &runner, pid_t process, uint64_t linker_base) {
  const Loaded linker =
      load(process, [&](const ProcessObject &object) { return object.begin == linker_base; });
  const auto notify = linker.address_of("_dl_debug_state");
  if (!notify || linker.address_of(starter))
    return runner.run_to(auxiliary(process, AT_ENTRY));
  return runner.run_to(*notify) && runner.step() && runner.run_to(*notify);
}

bool run_to_main(Runner &runner, pid_t process) {
  const Loaded program =
      load(process, [](const ProcessObject &object) { return object.is_program; });
  // Go starts threads before its main(), which may run in any of them; a C main() is not called.
  if (program.functions && program.functions->is_go())
    return true;
  if (const auto start = program.address_of("main"))
    return runner.run_to(*start);
  // Stripped: the C library is told where main() is.
  std::optional<uint64_t> start;
  load(process, [&](const ProcessObject &object) {
    if (start || !(object.name.starts_with("libc") || object.name.starts_with("ld-musl")))
      return false;
    auto functions = ElfFunctions::open(object.file);
    if (const auto *function = functions ? functions->find(starter) : nullptr)
      start = function->address + object.begin - functions->first_address();
    return false;
  });
  if (!start)
    return true;
  if (!runner.run_to(*start))
    return false;
  return runner.run_to(first_argument(process));
}

bool run_to(Runner &runner, pid_t process, StartPoint point) {
  const uint64_t linker = auxiliary(process, AT_BASE);
  if (linker && point == StartPoint::PreInit)
    return run_to_libraries(runner, process, linker);
  if (linker && !runner.run_to(auxiliary(process, AT_ENTRY)))
    return false;
  return point != StartPoint::Main || run_to_main(runner, process);
}

} // namespace

bool run_to(pid_t process, StartPoint point, int *status) {
  if (point == StartPoint::Exec)
    return true;
  Runner runner(process);
  const bool lives = run_to(runner, process, point);
  *status = runner.status;
  return lives;
}

} // namespace dtrace
