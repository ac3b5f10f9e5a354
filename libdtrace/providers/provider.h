// Stage: providers. What a provider is: it names probes, says which kind of BPF program serves them
// and where their arguments come from, and attaches that program. One file a provider, one line in
// registry.cc. A provider makes no code: what runs in the kernel for it is C in bpf/, named here.
#pragma once
#include "base/diagnostic.h"
#include "language/builtin.h"
#include "types/type.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace dtrace {

// A description to match: empty fields match all; globs `* ? [..] \`.
struct ProbeDescription {
  std::string provider{}, module{}, function{}, name{};
  uint32_t id = 0; // not 0: this id only
  bool has_globs() const;
};
std::string to_string(const ProbeDescription &description);         // "syscall::read:entry"
bool glob_matches(std::string_view pattern, std::string_view text); // "" matches all
bool is_glob(std::string_view pattern);

class Provider;

struct Probe {
  uint32_t id; // stable on one machine: each provider has its own range
  std::string provider, module, function, name;
  Provider *owner;
  uint64_t number; // the provider's own: system call number, nanoseconds, …
};

// Whether the probe is one that the description means.
bool matches(const ProbeDescription &description, const Probe &probe);

// Where matched probes go; the same probe may be offered once only per match() call.
using ProbeSink = std::function<void(const Probe &)>;

struct ProbeArgument {
  const Type *native;     // never null
  const Type *translated; // null: same as native
  std::string name{};     // as in the source, may be empty
  uint32_t source = 0;    // index of the native argument it is made from
};
struct ProbeArguments {
  std::vector<ProbeArgument> arguments;
  bool untyped = false; // args[] has no types here (D_ARGS_NONE), arg0… still work
};

enum class BpfKind {
  RawTracepoint,
  TypedTracepoint, // a raw tracepoint whose pointers may be followed without a probe_read (tp_btf)
  Tracepoint,
  PerfEvent,
  Kprobe,      // entry and return alike
  KprobeMulti, // the same, attached to many functions at once
  Fentry,
  Fexit,
  Uprobe,
  TestRun,
};

// The BPF program that serves probes; probes with an equal key share one program, and every clause
// that matches any of them runs inside it, in program order.
struct ProgramSpec {
  std::string key; // also the program's name in messages and in the kernel
  BpfKind kind;
  std::string attach_to{};     // tracepoint name and the like, when the kernel wants it at load
  std::string attach_object{}; // the module whose tracepoint or function that is; "": vmlinux
  bool sleepable = false;      // of uprobes: where the kernel can, settled before code is made
  bool may_interrupt = false;  // runs in interrupt context: may break into other programs
  // In bpf/: `u32 NAME(struct dt_context *)`: which of the program's probes fires: Probe::number
  // (several probes in one program), or a number >= index_limit: none of them. Empty: the program
  // has one probe.
  std::string index_function{};
  // In bpf/: `s64 NAME(struct dt_context *, u32 n)`: argN of the firing probe; n is a constant.
  std::string argument_function{};
  uint32_t argument_count = 10; // argN is 0, and argument_function not asked, from this N on
  // When not empty, of that many arguments: a word for each that argument_function takes as a third
  // argument, `u32`, a constant: where in the program's context the argument lies.
  std::vector<uint32_t> argument_layouts{};
  // In bpf/: `void NAME(struct dt_context *)`: called before the clauses, at each firing. It may
  // use the map dt_kept.
  std::string keep_function{};
  // In bpf/: `u64 NAME(struct dt_context *)`: address of the interrupted struct pt_regs, as a
  // number; empty: none.
  std::string registers_function{};
  // In bpf/: `u64 NAME(struct dt_context *, u64 ip, u64 next)`: the caller of the user function that
  // `ip`, the innermost frame, lies in, when the unwinder's next frame `next` is not it; else 0.
  std::string caller_function{"dt_hidden_caller"};
  // In bpf/: `u64 NAME(struct dt_context *)`: an address in the user function that is traced, when
  // the thread has just left it for the innermost frame; else 0. Empty: it never has.
  std::string left_function{};
  // In bpf/: `s64 NAME(struct dt_context *)`: errno of a system call's return; empty: 0.
  std::string errno_function{};
  uint32_t activity = 1u << 1; // when it runs: a bit an enum dt_activity; DT_ACTIVE only
  uint32_t index_limit = 0;    // every Probe::number is below this (the probe table's size)
};

// Attached: detaches when it dies. Closing many must not wait one by one.
class Link {
public:
  virtual ~Link() = default;
};

// While tracing a blank probe has become one that is there; ids and numbers are equal.
using ArrivalSink = std::function<void(const Probe &probe, const Probe &blank)>;

struct LoadedProgram {
  int fd;
  std::string_view name;
  bool multi = false;     // Uprobe: loaded for one link to many places (uprobe_multi)
  uint32_t arguments = 0; // bit n: a clause reads native argument n (31: and all above)
  int cpu = -1;           // the only one that is traced; -1: all
};

// Stability chapter: of the probes' names and of their arguments; shown by -v.
struct ProviderAttributes {
  Attributes probe, arguments;
};

class Processes; // process/process.h
class LoadWatch; // providers/load_watch.h
class Options;   // language/options.h

// How far something that may take long has come: "functions", 120 of 5000. False: give it up.
using ProgressSink = std::function<bool(std::string_view what, size_t done, size_t total)>;

// What a session offers to its providers; all may be absent in tests.
struct ProviderServices {
  Processes *processes = nullptr;
  const Options *options = nullptr;
  std::function<bool(BpfKind)> can_attach{}; // whether this kernel attaches programs of that kind
  ProgressSink progress{};
  // Has the providers' follow() called when the target, or with 0 any process, loads something, from
  // now on; once is enough. multi: as of LoadedProgram. The Registry's own.
  std::function<Result<void>(pid_t process, bool multi)> watch_loads{};
};

class Provider {
public:
  virtual ~Provider() = default;
  virtual void use(const ProviderServices &) {} // they outlive the provider
  virtual std::string_view name() const = 0;    // for pid$target and the like: the prefix
  virtual ProviderAttributes attributes(const Probe &) const {
    constexpr Attributes none = {Stability::Private, Stability::Private, DependencyClass::Unknown};
    return {none, {Stability::Private, Stability::Private, DependencyClass::Isa}};
  }
  // Offers every probe that the description matches, in order of id; no attaching, no kernel
  // change.
  virtual Result<void> match(const ProbeDescription &description, const ProbeSink &sink) = 0;
  virtual Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) = 0;
  virtual ProgramSpec program(const Probe &probe) const = 0;
  // The probe that a probe declared in D is made of; null: it is attached itself.
  virtual const Probe *source(const Probe &) const { return nullptr; }
  // A further program for the probe, which runs no clauses but keeps something for the one that
  // does; wanted when a clause uses argN, N = `argument` the greatest of them. It is attached like
  // others, to probes of equal key.
  virtual std::optional<ProgramSpec> keeper(const Probe &, uint32_t /*argument*/) const {
    return std::nullopt;
  }
  // What to write instead of a description that matches none of our probes; "": no idea.
  virtual std::string advice(const ProbeDescription &) { return {}; }
  // Blank probes for what the description may come to mean while tracing; their names are unique
  // texts that begin with \1. They are attached like others.
  virtual void reserve(const ProbeDescription &, const ProbeSink &) {}
  // The process has loaded or executed something. If it is a target of ours, it waits meanwhile.
  virtual void follow(pid_t, const ArrivalSink &, std::vector<std::unique_ptr<Link>> &) {}
  virtual void release() {} // nothing is followed any more
  // Attaches one program for all `probes` that share it.
  virtual Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                            const LoadedProgram &program) = 0;
};

// Runs a BPF program in the calling thread at once (BPF_PROG_TEST_RUN of a raw tracepoint program):
// BEGIN, END, and each beat of tick. On that CPU, unless it is -1.
Result<void> run_program(int program_fd, int cpu = -1);

// All providers of one session.
class Registry {
public:
  Registry(); // registry.cc: one line a provider
  explicit Registry(std::vector<std::unique_ptr<Provider>> providers); // of tests
  ~Registry();
  Registry(const Registry &) = delete;
  // Every probe that matches, in order of id. Reads only what the description needs.
  Result<void> match(const ProbeDescription &description, const ProbeSink &sink);
  void use(const ProviderServices &services);
  // Of all providers: what reserve(), follow() and release() of each say.
  void reserve(const ProbeDescription &description, const ProbeSink &sink);
  std::vector<int> wake_fds() const; // readable: follow() has something to do
  void follow(const ArrivalSink &sink, std::vector<std::unique_ptr<Link>> &links);
  void release();
  // What can not be asked for here (no tracefs, no BTF) is not there.
  bool has(const ProbeDescription &description);
  Provider *find(std::string_view provider_name); // "syscall"; null: none
  std::vector<std::string_view> names() const;
  // "no provider X; did you mean Y", nearest function, nearest name.
  std::string advice(const ProbeDescription &description);

  // Providers of D libraries and programs, until forget_declared(): they come after the others.
  void declare(std::unique_ptr<Provider> provider);
  void forget_declared();
  // Names of providers that libraries declare, read or not: for advice.
  void set_declarable(std::vector<std::string> names) { declarable_ = std::move(names); }
  // Other names of the kernel's own module, in descriptions of probes of the kernel: -x compat.
  void set_kernel_names(std::vector<std::string_view> names) { kernel_names_ = std::move(names); }

private:
  Result<void> watch_loads(pid_t process, bool multi);

  ProviderServices services_;
  std::map<pid_t, std::unique_ptr<LoadWatch>> watches_;
  std::vector<std::unique_ptr<Provider>> providers_;
  size_t built_in_ = 0; // the first of them
  std::vector<std::string> declarable_;
  std::vector<std::string_view> kernel_names_;
};

} // namespace dtrace
