// Stage: arch. The system calls of this machine's architecture: in comes syscall_table.def,
// out come rows sorted by number and the other names by which a call is known. Nothing is asked
// of the kernel: a row says that the number has this name, not that the running kernel has the
// call. All rows and texts are constants and live as long as the program.
// Sources: the kernel's syscall_64.tbl and scripts/syscall.tbl, man-pages section 2.
#pragma once
#include <span>
#include <string_view>
#include <utility>

namespace dtrace {

enum class SyscallKind : unsigned char {
  normal,
  never_returns, // no return is seen under this number: exit, exit_group, rt_sigreturn
  returns_twice, // the new task too returns from it, with 0: fork, vfork, clone, clone3
  unimplemented, // reserved: every supported kernel answers ENOSYS
};

struct SyscallRow {
  const char *name; // as in <asm/unistd.h>
  int number;       // on this architecture
  // "unsigned int fd, char *buf, size_t count", or "void"; six at most, each a named parameter.
  // A type may be missing from an older kernel's types (`struct mnt_id_req`, `rwf_t`).
  const char *arguments;
  const char *result; // "ssize_t"; "void" if it never returns
  SyscallKind kind;
};

std::span<const SyscallRow> syscalls(); // of this architecture, sorted by number, names unique

const SyscallRow *syscall_by_name(std::string_view name); // a row's name or an alias; else null

// {alias, name of a row}: the same call with the same arguments. An alias is never a row's name.
std::span<const std::pair<const char *, const char *>> syscall_aliases();

} // namespace dtrace
