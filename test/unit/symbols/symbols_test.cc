// Symbol tables from texts, and the test's own process and object.
#include "symbols/elf_symbols.h"
#include "symbols/kallsyms.h"
#include "symbols/kernel_function.h"
#include "symbols/kernel_lookup.h"
#include "symbols/mapping_events.h"
#include "symbols/process_map.h"
#include "symbols/symbols.h"

#include <gtest/gtest.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dtrace;

namespace {

// "module`symbol+0x12"; "?" when nothing is known.
std::string text(const std::optional<ResolvedAddress> &address) {
  if (!address)
    return "?";
  char offset[32];
  snprintf(offset, sizeof offset, "+0x%lx", address->offset);
  return std::string(address->module) + "`" + std::string(address->symbol) + offset;
}

uint64_t number(const void *address) {
  return reinterpret_cast<uint64_t>(address);
}

constexpr const char *kallsyms = "0000000000000000 A fixed_percpu_data\n"
                                 "000000000002a480 A runqueues\n"
                                 "ffffffff81000000 T _text\n"
                                 "ffffffff81000000 T _stext\n"
                                 "ffffffff81001000 t local.isra.0\n"
                                 "ffffffff81002000 T vfs_read\n"
                                 "ffffffff82000000 D avenrun\n"
                                 "ffffffffc0002000 t second\t[ext4]\n"
                                 "ffffffffc0001000 t first\t[ext4]\n"
                                 "ffffffffc0009000 t second\t[xfs]\n";

} // namespace

extern "C" __attribute__((noinline, visibility("default"))) int
dtrace_symbols_test_function(int x) {
  return x + getpid();
}

TEST(Kallsyms, Resolves) {
  const KallsymsIndex index(kallsyms);
  EXPECT_EQ(text(index.resolve(0xffffffff81000000)), "vmlinux`_text+0x0");
  EXPECT_EQ(text(index.resolve(0xffffffff81001fff)), "vmlinux`local.isra.0+0xfff");
  EXPECT_EQ(text(index.resolve(0xffffffff81002010)), "vmlinux`vfs_read+0x10");
  EXPECT_EQ(text(index.resolve(0xffffffffc0001001)), "ext4`first+0x1");
  EXPECT_EQ(text(index.resolve(0xffffffffc0002000)), "ext4`second+0x0");
  EXPECT_EQ(text(index.resolve(0xffffffff80ffffff)), "?");
  EXPECT_EQ(text(index.resolve(0xffffffff90000000)), "?"); // far from any symbol
  EXPECT_EQ(text(index.resolve(0x1000)), "?");
}

TEST(Kallsyms, FindsNames) {
  const KallsymsIndex index(kallsyms);
  EXPECT_EQ(index.address_of("", "avenrun"), 0xffffffff82000000);
  EXPECT_EQ(index.address_of("vmlinux", "vfs_read"), 0xffffffff81002000);
  EXPECT_EQ(index.address_of("xfs", "second"), 0xffffffffc0009000);
  EXPECT_EQ(index.address_of("ext4", "vfs_read"), std::nullopt);
  EXPECT_EQ(index.address_of("", "nosuch"), std::nullopt);
  EXPECT_EQ(index.address_of("", "runqueues"), 0x2a480); // of a CPU's own part
  EXPECT_TRUE(index.has_data());
  EXPECT_FALSE(KallsymsIndex("ffffffff81002000 T vfs_read\n").has_data());
  EXPECT_FALSE(KallsymsIndex("ffffffff82400000 D __start_rodata\n").has_data());
}

TEST(Kallsyms, OtherNames) {
  using Names = std::vector<std::string_view>;
  const KallsymsIndex index("ffffffff81002000 t __do_sys_x\nffffffff81002000 T __x64_sys_x\n"
                            "ffffffff81002000 T __ia32_sys_x\nffffffff81003000 T alone\n");
  EXPECT_EQ(index.other_names("__x64_sys_x"), (Names{"__do_sys_x", "__ia32_sys_x"}));
  EXPECT_EQ(index.other_names("alone"), Names{});
  EXPECT_EQ(index.other_names("nosuch"), Names{});
  EXPECT_EQ(KallsymsIndex("0000000000000000 T a\n0000000000000000 T b\n").other_names("a"), Names{});
}

TEST(UserScopes, AsWritten) {
  const auto written = [](std::string_view scope) {
    const auto parsed = parse_user_scope(scope, 7);
    return parsed ? std::to_string(parsed->process) + "," + parsed->object : "kernel";
  };
  EXPECT_EQ(written("pid12"), "12,");
  EXPECT_EQ(written("pid12`libc.so.6"), "12,libc.so.6");
  EXPECT_EQ(written("pid$target`a.out"), "7,a.out");
  EXPECT_EQ(written("a.out"), "7,a.out");
  EXPECT_EQ(written("ext4"), "kernel");
  EXPECT_EQ(written("pid12x"), "kernel");
  EXPECT_EQ(written(""), "kernel");
}

TEST(UserSymbols, WhereASymbolIs) {
  UserSymbols symbols;
  const auto place = symbols.address_of({getpid(), "a.out"}, "dtrace_symbols_test_function");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->address, reinterpret_cast<uint64_t>(&dtrace_symbols_test_function));
  EXPECT_TRUE(place->is_function);
  const auto variable = symbols.address_of({getpid(), "libc"}, "environ");
  ASSERT_TRUE(variable);
  EXPECT_FALSE(variable->is_function);
  EXPECT_FALSE(symbols.address_of({getpid(), "a.out"}, "no_such_symbol"));
  EXPECT_FALSE(symbols.file_of({getpid(), "no_such_object"}));
}

TEST(Kallsyms, HiddenAddressesAndOddLines) {
  const KallsymsIndex hidden("0000000000000000 T _text\n0000000000000000 T vfs_read\n");
  EXPECT_TRUE(hidden.empty());
  EXPECT_EQ(text(hidden.resolve(0)), "?");
  const KallsymsIndex odd("\nx\nffffffff81000000\nffffffff81000000 T\n ffffffff81000000 T last");
  EXPECT_EQ(text(odd.resolve(0xffffffff81000001)), "vmlinux`last+0x1");
  EXPECT_TRUE(KallsymsIndex("").empty());
}

TEST(KernelDescription, Parts) {
  std::string module, symbol;
  uint64_t offset;
  ASSERT_TRUE(read_kernel_description("vfs_read+0x12/0x3a0", module, symbol, offset));
  EXPECT_EQ(module + "`" + symbol, "vmlinux`vfs_read");
  EXPECT_EQ(offset, 0x12u);
  ASSERT_TRUE(read_kernel_description("a.isra.0+0x0/0x10 [ext4]", module, symbol, offset));
  EXPECT_EQ(module + "`" + symbol, "ext4`a.isra.0");
  EXPECT_EQ(offset, 0u);
  ASSERT_TRUE(read_kernel_description("f+0x1/0x2 [mod 0123456789abcdef]", module, symbol, offset));
  EXPECT_EQ(module, "mod");
  for (const char *none : {"", "0xffffffff12345678", "ffffffff12345678", "f+0x1", "f+0xg/0x2"})
    EXPECT_FALSE(read_kernel_description(none, module, symbol, offset)) << none;
}

TEST(ProcessMap, Lines) {
  const ProcessMap map = parse_process_map(
      "555555554000-555555556000 r-xp 00002000 fd:01 131076                     /usr/bin/true\n"
      "555555600000-555555700000 rw-p 00000000 00:00 0                          [heap]\n"
      "7ffff7000000-7ffff7001000 r-xp 00000000 fd:01 77                         /tmp/a b "
      "(deleted)\n"
      "7ffff7001000-7ffff7002000 rw-p 00000000 00:00 0 \n"
      "7ffff7fc0000-7ffff7fc2000 r-xp 00000000 00:00 0                          [vdso]\n");
  ASSERT_EQ(map.regions.size(), 3u);
  const ProcessMap::Region *region = map.find(0x555555555fff);
  ASSERT_NE(region, nullptr);
  EXPECT_EQ(region->path, "/usr/bin/true");
  EXPECT_EQ(region->name, "true");
  EXPECT_EQ(region->file_offset, 0x2000u);
  EXPECT_EQ(region->inode, 131076u);
  EXPECT_EQ(region->device, uint64_t{0xfd} << 32 | 1);
  ASSERT_NE(map.find(0x7ffff7000000), nullptr);
  EXPECT_EQ(map.find(0x7ffff7000000)->path, "/tmp/a b");
  EXPECT_EQ(map.find(0x7ffff7fc0001)->name, "[vdso]");
  for (const uint64_t none : {0ul, 0x555555553ffful, 0x555555556000ul, 0x555555600000ul,
                              0x7ffff7001000ul, 0x7ffff7fc2000ul})
    EXPECT_EQ(map.find(none), nullptr) << none;
  EXPECT_TRUE(parse_process_map("").regions.empty());
  EXPECT_TRUE(parse_process_map("nonsense\n-\n").regions.empty());
}

TEST(UserSymbols, OwnFunctions) {
  UserSymbols symbols;
  const uint64_t own = number(reinterpret_cast<void *>(dtrace_symbols_test_function));
  EXPECT_EQ(text(symbols.resolve(getpid(), own)), "unit_symbols`dtrace_symbols_test_function+0x0");
  EXPECT_EQ(text(symbols.resolve(getpid(), own + 1)),
            "unit_symbols`dtrace_symbols_test_function+0x1");
}

TEST(UserSymbols, Libraries) {
  UserSymbols symbols;
  // The C library has this function under another name, with underscores, too.
  const uint64_t library = number(dlsym(RTLD_DEFAULT, "getppid"));
  ASSERT_NE(library, 0u);
  EXPECT_EQ(text(symbols.resolve(getpid(), library + 2)), "libc.so.6`getppid+0x2");
}

TEST(UserSymbols, Vdso) {
  UserSymbols symbols;
  const uint64_t vdso = getauxval(AT_SYSINFO_EHDR);
  if (!vdso)
    GTEST_SKIP() << "this kernel gives us no vdso";
  const auto found = symbols.resolve(getpid(), vdso);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->module, "[vdso]");
}

TEST(UserSymbols, NothingThere) {
  UserSymbols symbols;
  int on_the_stack = 0;
  EXPECT_EQ(text(symbols.resolve(getpid(), number(&on_the_stack))), "?");
  EXPECT_EQ(text(symbols.resolve(getpid(), 0)), "?");
  EXPECT_EQ(text(symbols.resolve(4194304, 0x1000)), "?"); // no such process
}

TEST(UserSymbols, ProcessThatHasEnded) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ready[1]);
    char c;
    _exit(read(ready[0], &c, 1) == 0 ? 0 : 1);
  }
  UserSymbols symbols;
  symbols.remember(child);
  close(ready[0]);
  close(ready[1]);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_EQ(
      text(symbols.resolve(child, number(reinterpret_cast<void *>(dtrace_symbols_test_function)))),
      "unit_symbols`dtrace_symbols_test_function+0x0");
  UserSymbols late;
  EXPECT_EQ(
      text(late.resolve(child, number(reinterpret_cast<void *>(dtrace_symbols_test_function)))),
      "?");
}

TEST(ProcessMap, LinesThatNoKernelWrites) {
  const ProcessMap map = parse_process_map("3000-1000 r-xp 0 fd:01 7 /bin/backwards\n"
                                           "1000-3000 r-xp 0 fd:01 7 /bin/first\n"
                                           "2000-4000 r-xp 0 fd:01 8 /bin/over\n"
                                           "5000-6000 r-xp 0 fd:01 9 /bin/last\n");
  ASSERT_EQ(map.regions.size(), 2u);
  EXPECT_EQ(map.find(0x2000)->name, "first");
  EXPECT_EQ(map.find(0x3000), nullptr);
  EXPECT_EQ(map.find(0x5000)->name, "last");
}

TEST(ProcessMap, NewRegionsTakeThePlaceOfOldOnes) {
  ProcessMap map = parse_process_map("1000-3000 r-xp 0 fd:01 7 /bin/old\n"
                                     "5000-6000 r-xp 0 fd:01 8 /bin/kept\n");
  map.add({0x2000, 0x4000, 0, 0, 9, "/bin/new", "new"});
  EXPECT_EQ(map.find(0x1000), nullptr);
  EXPECT_EQ(map.find(0x3fff)->name, "new");
  EXPECT_EQ(map.find(0x5000)->name, "kept");
  map.add({0x5000, 0x6000, 0, 0, 0, "//anon", "anon"});
  EXPECT_EQ(map.find(0x5000), nullptr);
  EXPECT_EQ(map.regions.size(), 1u);
}

// Processes start for ever: those that were used last are known, and no more than so many.
TEST(KnownProcesses, OldestAreForgotten) {
  constexpr pid_t kept = 1, last = 1000;
  KnownProcesses processes(64);
  processes.begin_anew(kept, parse_process_map("1000-3000 r-xp 0 fd:01 7 /bin/kept\n"), true);
  for (pid_t process = kept + 1; process <= last; process++) {
    processes.begin_anew(process, parse_process_map("1000-3000 r-xp 0 fd:01 7 /bin/other\n"), true);
    ASSERT_LE(processes.size(), 64u);
    ASSERT_EQ(processes.of(kept).map.regions.size(), 1u) << process;
  }
  EXPECT_GE(processes.size(), 32u);
  EXPECT_TRUE(processes.of(last).is_whole);
  EXPECT_FALSE(processes.of(kept + 1).is_whole); // forgotten, and so a new one
}

TEST(UserSymbols, ToldOfAProcessThatIsNotThere) {
  constexpr pid_t parent = 4194304, child = 4194305; // above the greatest pid
  UserSymbols symbols;
  symbols.executed(parent);
  symbols.mapped(parent, {0x1000, 0x2000, 0, 1, 2, "/no/such/object", "object"});
  symbols.forked(parent, child);
  symbols.executed(parent);
  EXPECT_EQ(text(symbols.resolve(child, 0x1800)), "object`+0x0");
  EXPECT_EQ(text(symbols.resolve(parent, 0x1800)), "?");
}

// A child that maps its own object once more, where the parent has nothing, and is gone before
// anything is asked of it.
TEST(MappingEvents, ProcessThatHasEnded) {
  const auto events = MappingEvents::open();
  if (!events)
    GTEST_SKIP() << "the kernel does not tell what processes map";
  // Taken and given back: a fixed address may be the allocator's, as under the address sanitizer.
  void *const free_page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(free_page, MAP_FAILED);
  const uint64_t place = number(free_page);
  munmap(free_page, 4096);
  const pid_t child = fork();
  if (child == 0) {
    const int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    void *memory = mmap(free_page, 4096, PROT_READ | PROT_EXEC,
                        MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0);
    _exit(number(memory) == place ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  UserSymbols symbols;
  events->take(symbols);
  const auto found = symbols.resolve(child, place + 8);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->module, "unit_symbols");
  // What it had from us.
  EXPECT_EQ(
      text(symbols.resolve(child, number(reinterpret_cast<void *>(dtrace_symbols_test_function)))),
      "unit_symbols`dtrace_symbols_test_function+0x0");
}

TEST(KernelFunctions, Found) {
  KernelFunctions functions;
  const auto found = functions.find("vfs_read");
  if (!found)
    GTEST_SKIP() << "the kernel does not tell where its functions are";
  EXPECT_EQ(text(KernelSymbols().resolve(found->address)), "vmlinux`vfs_read+0x0");
  EXPECT_GT(found->size, 0u);
  EXPECT_FALSE(functions.find("no_function_has_this_name"));
}

TEST(UserSymbols, MappedAfterTheFirstLook) {
  UserSymbols symbols;
  symbols.remember(getpid());
  const int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  void *memory = mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
  ASSERT_NE(memory, MAP_FAILED);
  const auto found = symbols.resolve(getpid(), number(memory));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->module, "unit_symbols");
  munmap(memory, 4096);
  close(fd);
}

TEST(ElfSymbols, NoObject) {
  EXPECT_EQ(ElfSymbols::open("/proc/self/maps"), nullptr);
  EXPECT_EQ(ElfSymbols::open("/no/such/file"), nullptr);
}

TEST(Demangle, Names) {
  const std::pair<const char *, const char *> cases[] = {
      {"main", "main"},
      {"", ""},
      {"_Z1fi", "f(int)"},
      {"_ZNK3foo3barEv", "foo::bar() const"},
      {"_RNvC6_123foo3bar", "123foo::bar"},
      {"_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad"},
      {"_ZN37_$LT$r..Shop$u20$as$u20$r..Priced$GT$5price17h6b40a42088cd8dbeE",
       "<r::Shop as r::Priced>::price"},
      {"_ZN4core3ptr27drop_in_place$LT$$RF$u8$GT$17h8b0555d4ae245431E.llvm.16791135377908753612",
       "core::ptr::drop_in_place<&u8>"},
      {"_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he006507bba65ec4fE",
       "std::rt::lang_start::{{closure}}"},
      {"_Znonsense", "_Znonsense"},
      {"_start", "_start"},
  };
  for (const auto &[name, expected] : cases)
    EXPECT_EQ(demangle(name), expected);
}

// Each parameter is a function of two of the one before: a hundred of them are 2^100 bytes.
TEST(Demangle, NamesOfStrangersAreBounded) {
  std::string name = "_Z1fPFviE";
  for (int i = 0; i < 100; i++) {
    std::string digits; // of the substitution's number, base 36
    for (int number = 2 * i; number || digits.empty(); number /= 36)
      digits.insert(digits.begin(), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 36]);
    name += "PFvS" + digits + "_S" + digits + "_E";
  }
  EXPECT_EQ(demangle(name), name);
  EXPECT_EQ(demangle("_Z1f" + std::string(100'000, 'P') + "i").size(), 100'005u);
}
