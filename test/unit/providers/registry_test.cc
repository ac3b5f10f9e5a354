// Which probes a description means, their arguments and programs; nothing is attached.
#include "providers/matches.h"
#include "providers/prototype.h"
#include "providers/providers.h"
#include "arch/syscall_table.h"

#include <gtest/gtest.h>

#include <set>

using namespace dtrace;

namespace {

std::vector<Probe> match(Registry &registry, const ProbeDescription &description) {
  std::vector<Probe> probes;
  EXPECT_TRUE(registry.match(description, [&](const Probe &probe) { probes.push_back(probe); }));
  return probes;
}

std::vector<std::string> names(Registry &registry, const ProbeDescription &description) {
  std::vector<std::string> names;
  for (const Probe &probe : match(registry, description))
    names.push_back(to_string({probe.provider, probe.module, probe.function, probe.name}));
  return names;
}

using Names = std::vector<std::string>;

Probe only(Registry &registry, const ProbeDescription &description) {
  const std::vector<Probe> probes = match(registry, description);
  EXPECT_EQ(probes.size(), 1u) << to_string(description);
  return probes.empty() ? Probe{} : probes.front();
}

// "unsigned int fd, userland char *buf".
std::string argument_text(Registry &registry, TypeGraph &types, const char *function,
                          const char *name) {
  const Probe probe = only(registry, {"syscall", "", function, name});
  const auto arguments = probe.owner->arguments(probe, types);
  EXPECT_TRUE(arguments);
  std::string text;
  for (const ProbeArgument &argument : arguments->arguments) {
    text += text.empty() ? "" : ", ";
    text += type_declaration(argument.native, argument.name);
  }
  return text;
}

} // namespace

TEST(Registry, Dtrace) {
  Registry registry;
  EXPECT_EQ(names(registry, {"dtrace", "", "", ""}),
            (Names{"dtrace:::BEGIN", "dtrace:::END", "dtrace:::ERROR"}));
  EXPECT_EQ(only(registry, {"", "", "", "BEGIN"}).id, 1u);
  EXPECT_EQ(only(registry, {"", "", "", "END"}).id, 2u);
  EXPECT_EQ(only(registry, {"dtrace", "", "", "ERROR"}).id, 3u);
  const Probe begin = only(registry, {"", "", "", "BEGIN"});
  EXPECT_EQ(begin.owner->program(begin, Matches()).kind, BpfKind::TestRun);
}

TEST(Registry, SystemCalls) {
  Registry registry;
  EXPECT_EQ(names(registry, {"syscall", "", "read", ""}),
            (Names{"syscall:vmlinux:read:entry", "syscall:vmlinux:read:return"}));
  EXPECT_EQ(names(registry, {"syscall", "vmlinux", "read", "entry"}),
            Names{"syscall:vmlinux:read:entry"});
  EXPECT_EQ(names(registry, {"sys*", "", "p*read64", "e*"}),
            Names{"syscall:vmlinux:pread64:entry"});
  EXPECT_EQ(names(registry, {"", "", "getpp?d", "return"}),
            Names{"syscall:vmlinux:getppid:return"});
  for (const ProbeDescription &none : {ProbeDescription{"syscall", "ext4", "read", "entry"},
                                       {"syscall", "", "nosuchcall", "entry"},
                                       {"syscall", "", "read", "start"},
                                       {"profile", "", "read", ""}})
    EXPECT_TRUE(match(registry, none).empty()) << to_string(none);
  EXPECT_EQ(match(registry, {"syscall", "", "", "entry"}).size(), syscalls().size());
}

TEST(Registry, SystemCallByAnotherName) {
  Registry registry;
  EXPECT_EQ(names(registry, {"syscall", "", "pread", "entry"}),
            Names{"syscall:vmlinux:pread64:entry"});
  EXPECT_EQ(only(registry, {"syscall", "", "fstatat", "entry"}).function, "newfstatat");
}

TEST(Registry, NumbersOfSystemCalls) {
  Registry registry;
  const uint32_t number = syscall_by_name("openat")->number;
  const Probe entry = only(registry, {"syscall", "", "openat", "entry"});
  const Probe exit = only(registry, {"syscall", "", "openat", "return"});
  EXPECT_EQ(entry.number, number);
  EXPECT_EQ(exit.number, number);
  EXPECT_EQ(entry.id, 4 + 2 * number);
  EXPECT_EQ(exit.id, entry.id + 1);
  const ProgramSpec spec = entry.owner->program(entry, Matches());
  EXPECT_EQ(spec.kind, BpfKind::TypedTracepoint);
  EXPECT_EQ(spec.attach_to, "sys_enter");
  EXPECT_GT(spec.index_limit, number);
  EXPECT_EQ(spec.key, entry.owner->program(only(registry, {"syscall", "", "read", "entry"}), Matches()).key);
  EXPECT_NE(spec.key, exit.owner->program(exit, Matches()).key);
}

TEST(Registry, Rates) {
  Registry registry;
  const size_t before = match(registry, {"profile", "", "", ""}).size();
  const Probe tick = only(registry, {"", "", "", "tick-5sec"});
  EXPECT_EQ(tick.provider, "profile");
  EXPECT_EQ(tick.number, 5'000'000'000u);
  EXPECT_EQ(tick.owner->program(tick, Matches()).kind, BpfKind::TestRun);
  const Probe profile = only(registry, {"profile", "", "", "profile-123hz"});
  EXPECT_EQ(profile.owner->program(profile, Matches()).kind, BpfKind::PerfEvent);
  EXPECT_NE(profile.id, tick.id);
  // The same name again is the same probe, and a known one now.
  EXPECT_EQ(only(registry, {"profile", "", "", "tick-5sec"}).id, tick.id);
  EXPECT_EQ(match(registry, {"profile", "", "", ""}).size(), before + 2);
  EXPECT_EQ(only(registry, {.id = tick.id}).name, "tick-5sec");
  for (const char *none :
       {"tick-", "tick-0", "tick-1parsec", "tock-1", "profile-*7hz", "tick-99999"})
    EXPECT_TRUE(match(registry, {"profile", "", "", none}).empty()) << none;
  EXPECT_TRUE(match(registry, {"syscall", "", "", "tick-7s"}).empty());
  EXPECT_TRUE(match(registry, {"profile", "vmlinux", "", "tick-7s"}).empty());
  EXPECT_EQ(match(registry, {"profile", "", "", ""}).size(), before + 2);
}

TEST(Registry, IdsAreDistinctAndInOrder) {
  Registry registry;
  match(registry, {"", "", "", "tick-3s"});
  uint32_t last = 0;
  for (const Probe &probe : match(registry, {})) {
    EXPECT_GT(probe.id, last) << probe.function << ":" << probe.name;
    last = probe.id;
    EXPECT_EQ(only(registry, {.id = probe.id}).name, probe.name);
  }
  EXPECT_GT(last, 2000u);
  EXPECT_TRUE(match(registry, {.id = 1999}).empty());
  EXPECT_TRUE(match(registry, {.id = 1000000}).empty());
}

TEST(Registry, FindsProviders) {
  Registry registry;
  for (const std::string_view name : registry.names()) {
    ASSERT_NE(registry.find(name), nullptr);
    EXPECT_EQ(registry.find(name)->name(), name);
  }
  EXPECT_EQ(registry.find("nosuch"), nullptr);
}

TEST(Registry, Advice) {
  Registry registry;
  const std::pair<ProbeDescription, const char *> cases[] = {
      {{"sycall", "", "read", "entry"}, "there is no provider sycall; did you mean syscall?"},
      {{"xyzzy", "", "", ""}, "there is no provider xyzzy"},
      {{"syscall", "", "opentat", "entry"}, "there is no function opentat; did you mean openat?"},
      {{"syscall", "", "read", "entyr"}, "there is no name entyr; did you mean entry?"},
      {{"syscall", "kernel", "read", "entry"}, "there is no module kernel"},
      {{"", "", "", "BEGN"}, "there is no name BEGN; did you mean BEGIN?"},
      {{"syscall", "", "zz*", "entry"}, ""},
      {{.id = 1999}, ""},
      {{"", "", "", "tick-5001"},
       "tick-N takes a number per second, or a number with one of ns us ms s m h d hz, and at most 5000 a second"},
  };
  for (const auto &[description, advice] : cases)
    EXPECT_EQ(registry.advice(description), advice);
}

TEST(SyscallArguments, Entry) {
  Registry registry;
  TypeGraph types;
  EXPECT_EQ(argument_text(registry, types, "read", "entry"),
            "unsigned int fd, userland char *buf, size_t count");
  EXPECT_EQ(argument_text(registry, types, "execve", "entry"),
            "userland const char *filename, userland const char *const *argv, "
            "userland const char *const *envp");
  EXPECT_EQ(argument_text(registry, types, "mmap", "entry"),
            "unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, "
            "unsigned long fd, unsigned long off");
  EXPECT_EQ(argument_text(registry, types, "getpid", "entry"), "");
}

TEST(SyscallArguments, Return) {
  Registry registry;
  TypeGraph types;
  EXPECT_EQ(argument_text(registry, types, "read", "return"), "ssize_t, ssize_t");
  EXPECT_EQ(argument_text(registry, types, "close", "return"), "long, long");
  EXPECT_EQ(argument_text(registry, types, "mmap", "return"), "userland void *, userland void *");
  EXPECT_EQ(argument_text(registry, types, "exit_group", "return"), "");
}

TEST(SyscallArguments, EveryCallHasTypedArguments) {
  Registry registry;
  TypeGraph types;
  for (const Probe &probe : match(registry, {"syscall", "", "", ""})) {
    const auto arguments = probe.owner->arguments(probe, types);
    ASSERT_TRUE(arguments);
    EXPECT_FALSE(arguments->untyped);
    EXPECT_LE(arguments->arguments.size(), 6u);
    for (size_t i = 0; i < arguments->arguments.size(); i++) {
      const ProbeArgument &argument = arguments->arguments[i];
      ASSERT_NE(argument.native, nullptr);
      EXPECT_TRUE(argument.native->is_scalar()) << probe.function << " " << argument.name;
      if (probe.name == "entry") {
        EXPECT_EQ(argument.source, i);
        EXPECT_FALSE(argument.name.empty()) << probe.function;
      }
    }
  }
}

TEST(Prototype, Types) {
  TypeGraph types;
  Type *known = types.declare_struct(TypeKind::Struct, "known");
  types.complete_struct(known, TypeKind::Struct, {{"x", types.int_type(), {}}});
  const std::pair<const char *, const char *> cases[] = {
      {"int x", "int x"},
      {"unsigned x", "unsigned int x"},
      {"long long unsigned int x", "unsigned long long x"},
      {"const char *s", "userland const char *s"},
      {"struct known *p", "userland struct known *p"},
      {"const struct known *p", "userland const struct known *p"},
      {"struct unknown *p", "userland void *p"},
      {"unknown_t *p", "userland void *p"},
      {"unknown_t x", "long x"},
      {"void **p", "userland void **p"},
      {"size_t", "size_t"},
      {"int fd", "int fd"},
  };
  for (const auto &[text, expected] : cases) {
    const PrototypeParameter parameter = read_parameter(text, types);
    EXPECT_EQ(type_declaration(parameter.type, parameter.name), expected);
  }
  EXPECT_TRUE(read_parameters("void", types).empty());
  EXPECT_EQ(read_parameters("int a, char *b, long c", types).size(), 3u);
  // Each level of indirection lies in the process.
  const Type *outer = read_parameter("char **p", types).type;
  EXPECT_TRUE(outer->userland && outer->target->userland);
}
