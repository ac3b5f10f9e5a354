// The table of system calls against the C library's headers, and its own promises. The headers may
// be older or newer than the table: a number that only one of the two knows must lie above all
// numbers of the other.
#include "arch/syscall_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

using namespace dtrace;

namespace {

using Numbers = std::map<std::string, int>;

struct Columns {
  Numbers x86_64, aarch64;
};

Columns table_columns() {
  Columns columns;
  const auto add = [](Numbers &numbers, const char *name, int number) {
    if (number >= 0) {
      EXPECT_TRUE(numbers.emplace(name, number).second) << name << " twice";
    }
  };
#define SYSCALL(name, on_x86_64, on_aarch64, arguments, result, kind)                              \
  add(columns.x86_64, name, on_x86_64);                                                            \
  add(columns.aarch64, name, on_aarch64);
#define SYSCALL_ALIAS(alias, name)
#include "arch/syscall_table.def"
#undef SYSCALL
#undef SYSCALL_ALIAS
  return columns;
}

// The __NR_ macros after preprocessing `header`; a macro may stand for another one. Empty if there
// is no such header or no compiler.
Numbers header_numbers(const std::string &options, const std::string &header) {
  std::map<std::string, std::string> macros;
  const std::string command =
      "cc -E -dM " + options + " -include " + header + " -x c /dev/null 2>/dev/null";
  FILE *pipe = popen(command.c_str(), "r");
  char line[512], name[256], value[256];
  while (pipe && fgets(line, sizeof line, pipe))
    if (sscanf(line, "#define %255s %255s", name, value) == 2 &&
        std::string(name).starts_with("__NR"))
      macros[name] = value;
  if (pipe)
    pclose(pipe);
  Numbers numbers;
  for (const auto &[macro, text] : macros) {
    std::string number = text;
    for (auto next = macros.find(number); next != macros.end(); next = macros.find(number))
      number = next->second;
    if (macro.starts_with("__NR_") && isdigit(static_cast<unsigned char>(number[0])))
      numbers[macro.substr(5)] = std::stoi(number);
  }
  // Not calls: the count of them, the start of a range; and a name only 32-bit Arm uses.
  for (const char *other : {"syscalls", "arch_specific_syscall", "sync_file_range2"})
    numbers.erase(other);
  return numbers;
}

int greatest(const Numbers &numbers) {
  int result = -1;
  for (const auto &[name, number] : numbers)
    result = std::max(result, number);
  return result;
}

void expect_same(const Numbers &table, const Numbers &header) {
  for (const auto &[name, number] : header) {
    const auto row = table.find(name);
    if (number <= greatest(table)) {
      ASSERT_NE(row, table.end()) << name << " " << number << " is missing from the table";
      EXPECT_EQ(row->second, number) << name;
    }
  }
  // Added in 6.11 and later, below the range that grows.
  const std::set<std::string> out_of_order = {"uretprobe", "uprobe"};
  for (const auto &[name, number] : table) {
    if (!header.contains(name) && !out_of_order.contains(name)) {
      EXPECT_GT(number, greatest(header)) << name << " is not a system call of the header";
    }
  }
}

void expect_distinct(const Numbers &numbers) {
  std::map<int, std::string> names;
  for (const auto &[name, number] : numbers)
    EXPECT_TRUE(names.emplace(number, name).second) << name << " and " << names[number];
}

std::vector<std::string> parameters(const std::string &arguments) {
  std::vector<std::string> result;
  std::istringstream stream(arguments);
  for (std::string one; std::getline(stream, one, ',');)
    result.push_back(one.starts_with(' ') ? one.substr(1) : one);
  return result;
}

const char *arguments_of(std::string_view name) {
  const SyscallRow *row = syscall_by_name(name);
  return row ? row->arguments : "no such call";
}

} // namespace

TEST(SyscallTable, NumbersAreDistinct) {
  const Columns columns = table_columns();
  expect_distinct(columns.x86_64);
  expect_distinct(columns.aarch64);
}

TEST(SyscallTable, MatchesTheHeaderOfThisMachine) {
  const Numbers header = header_numbers("", "asm/unistd.h");
  if (header.empty())
    GTEST_SKIP() << "no cc or no <asm/unistd.h>";
  Numbers here;
  for (const SyscallRow &row : syscalls())
    here[row.name] = row.number;
  expect_same(here, header);
}

// aarch64 uses the generic numbers, which every machine's headers have.
TEST(SyscallTable, MatchesTheGenericHeader) {
  const Numbers header =
      header_numbers("-D__ARCH_WANT_RENAMEAT -D__ARCH_WANT_NEW_STAT -D__ARCH_WANT_SET_GET_RLIMIT "
                     "-D__ARCH_WANT_SYS_CLONE3 -D__ARCH_WANT_MEMFD_SECRET "
                     "-D__ARCH_WANT_TIME32_SYSCALLS",
                     "asm-generic/unistd.h");
  if (header.empty())
    GTEST_SKIP() << "no cc or no <asm-generic/unistd.h>";
  expect_same(table_columns().aarch64, header);
}

TEST(SyscallTable, SortedByNumber) {
  ASSERT_GT(syscalls().size(), 300u);
  for (size_t i = 1; i < syscalls().size(); i++)
    EXPECT_LT(syscalls()[i - 1].number, syscalls()[i].number) << syscalls()[i].name;
}

TEST(SyscallTable, TheKernelAgrees) {
  ASSERT_TRUE(syscall_by_name("getpid") && syscall_by_name("getppid"));
  EXPECT_EQ(syscall(syscall_by_name("getpid")->number), getpid());
  EXPECT_EQ(syscall(syscall_by_name("getppid")->number), getppid());
}

TEST(SyscallTable, FoundByNameAndAlias) {
  for (const SyscallRow &row : syscalls())
    EXPECT_EQ(syscall_by_name(row.name), &row);
  ASSERT_TRUE(syscall_by_name("pread"));
  EXPECT_STREQ(syscall_by_name("pread")->name, "pread64");
  ASSERT_TRUE(syscall_by_name("fstatat"));
  EXPECT_STREQ(syscall_by_name("fstatat")->name, "newfstatat");
  for (const char *none : {"", "rea", "readx", "READ", "no_such_call"})
    EXPECT_EQ(syscall_by_name(none), nullptr) << none;
}

TEST(SyscallTable, AliasesNameARowAndHideNone) {
  std::set<std::string> names, aliases;
  for (const SyscallRow &row : syscalls())
    names.insert(row.name);
  for (const auto &[alias, name] : syscall_aliases()) {
    EXPECT_TRUE(names.contains(name)) << name;
    EXPECT_FALSE(names.contains(alias)) << alias;
    EXPECT_TRUE(aliases.insert(alias).second) << alias << " twice";
    EXPECT_STREQ(syscall_by_name(alias)->name, name);
  }
  EXPECT_TRUE(aliases.contains("umount"));
#if defined(__x86_64__)
  EXPECT_TRUE(aliases.contains("newstat"));
#else
  EXPECT_FALSE(aliases.contains("newstat"));
#endif
}

// An alias without a row is left out where the architecture lacks the call; one that has a row
// nowhere is a slip.
TEST(SyscallTable, EveryAliasHasARowSomewhere) {
  const Columns columns = table_columns();
#define SYSCALL(name, on_x86_64, on_aarch64, arguments, result, kind)
#define SYSCALL_ALIAS(alias, name)                                                                 \
  EXPECT_TRUE(columns.x86_64.contains(name) || columns.aarch64.contains(name)) << alias;
#include "arch/syscall_table.def"
#undef SYSCALL
#undef SYSCALL_ALIAS
}

TEST(SyscallTable, ArgumentsAreNamedParameters) {
  for (const SyscallRow &row : syscalls()) {
    SCOPED_TRACE(row.name);
    if (std::string_view(row.arguments) == "void")
      continue;
    std::set<std::string> seen;
    const std::vector<std::string> list = parameters(row.arguments);
    EXPECT_GE(list.size(), 1u);
    EXPECT_LE(list.size(), 6u);
    for (const std::string &one : list) {
      const size_t space = one.find_last_of(" *");
      ASSERT_NE(space, std::string::npos) << one;
      EXPECT_TRUE(seen.insert(one.substr(space + 1)).second) << one;
      EXPECT_EQ(one.find_first_not_of(" *_abcdefghijklmnopqrstuvwxyz0123456789"), one.npos) << one;
      const bool scalar = one.find('*') == one.npos;
      EXPECT_FALSE(scalar && one.starts_with("const ")) << one;
      EXPECT_FALSE(scalar && one.starts_with("void ")) << one;
    }
  }
}

TEST(SyscallTable, Prototypes) {
  EXPECT_STREQ(arguments_of("read"), "unsigned int fd, char *buf, size_t count");
  EXPECT_STREQ(arguments_of("openat"), "int dfd, const char *filename, int flags, umode_t mode");
  EXPECT_STREQ(arguments_of("execve"),
               "const char *filename, const char *const *argv, const char *const *envp");
  EXPECT_STREQ(arguments_of("getpid"), "void");
#if defined(__x86_64__)
  const char *clone_tail = "int *child_tidptr, unsigned long tls";
#else
  const char *clone_tail = "unsigned long tls, int *child_tidptr";
#endif
  EXPECT_TRUE(std::string_view(arguments_of("clone")).ends_with(clone_tail));
}

TEST(SyscallTable, ResultsAndKinds) {
  EXPECT_STREQ(syscall_by_name("read")->result, "ssize_t");
  EXPECT_STREQ(syscall_by_name("mmap")->result, "void *");
  EXPECT_STREQ(syscall_by_name("close")->result, "long");
  for (const SyscallRow &row : syscalls())
    EXPECT_EQ(std::string_view(row.result) == "void", row.kind == SyscallKind::never_returns)
        << row.name;
  EXPECT_EQ(syscall_by_name("exit_group")->kind, SyscallKind::never_returns);
  EXPECT_EQ(syscall_by_name("clone")->kind, SyscallKind::returns_twice);
  EXPECT_EQ(syscall_by_name("read")->kind, SyscallKind::normal);
  EXPECT_EQ(syscall_by_name("nfsservctl")->kind, SyscallKind::unimplemented);
}
