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

class LinkHolder;     // providers/link_holder.h
class LateProbes;     // providers/late_probes.h
class Matches;        // providers/matches.h
class Provider;
class RowTable;       // providers/matches.h
struct ProcessObject; // process/process_objects.h
struct Reservation;   // providers/late_probes.h

struct Probe {
  uint32_t id; // stable on one machine: each provider has its own range
  std::string provider, module, function, name;
  Provider *owner;
  // The provider's own: system call number, nanoseconds, …; in programs whose spec says `numbered`,
  // and when those are attached, the compile's (Matches::number).
  uint64_t number;
};

std::string to_string(const Probe &probe); // "syscall:vmlinux:read:entry"

// Whether the probe is one that the description means.
bool matches(const ProbeDescription &description, const Probe &probe);

// Where matched probes go; the same probe may be offered once only per match() call.
using ProbeSink = std::function<void(const Probe &)>;
// The same of probes that scripts may name though they never fire here, and why they do not.
using MissingProbeSink = std::function<void(const Probe &, const std::string &why)>;

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
  bool sleepable = false;      // of uprobes: where the kernel can
  pid_t process = 0;           // it runs in this one only (its number in the machine's first namespace); 0: all
  bool may_interrupt = false;  // runs in interrupt context: may break into other programs
  // Probe::number and index_limit are not the provider's, but those of the compile.
  bool numbered = false;
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

// A probe that the kernel refuses, and why: the others of its program are attached all the same.
using RefusalSink =
    std::function<void(const Probe &probe, int error, const Diagnostic &why)>;

struct LoadedProgram {
  int fd;
  std::string_view name;
  bool multi = false;     // Uprobe: loaded for one link to many places (uprobe_multi)
  uint32_t arguments = 0; // bit n: a clause reads native argument n (31: and all above)
  int cpu = -1;           // the only one that is traced; -1: all
  Matches *matches = nullptr; // of its compile; null in tests
  LinkHolder *holder = nullptr; // Uprobe: the owner of its links; null for others
  const RefusalSink *refusals = nullptr; // null: one that is refused is an error

  // Continues without the probe if that is allowed, else fails. If `error` says that privileges or
  // memory are missing, it always fails, as other probes would fail too.
  Result<void> refuse(const Probe &probe, int error, Failure why) const;
};

// What a provider's functions in bpf/ declare `extern`.
struct ProviderConstant {
  std::string symbol, bytes;
  RowTable *grows = nullptr; // not null: memory that is written while tracing, of these rows
};

// Stability chapter: of the probes' names and of their arguments; shown by -v.
struct ProviderAttributes {
  Attributes probe, arguments;
};

class Processes; // process/process.h
class Options;   // language/options.h

// The progress of something that may take long: "functions", 120 of 5000. False: abandon it.
using ProgressSink = std::function<bool(std::string_view what, size_t done, size_t total)>;

// What a session offers to its providers; all may be absent in tests.
struct ProviderServices {
  Processes *processes = nullptr;
  const Options *options = nullptr;
  std::function<bool(BpfKind)> can_attach{}; // whether this kernel attaches programs of that kind
  ProgressSink progress{};
};

// Of a program at a tracepoint that the kernel knows by name: typed, unless the kernel has no types.
inline BpfKind tracepoint_kind(const std::function<bool(BpfKind)> &can_attach) {
  return !can_attach || can_attach(BpfKind::TypedTracepoint) ? BpfKind::TypedTracepoint
                                                             : BpfKind::RawTracepoint;
}
// A typed program knows its tracepoint since it was loaded.
inline const char *name_to_link(BpfKind kind, const char *tracepoint) {
  return kind == BpfKind::TypedTracepoint ? nullptr : tracepoint;
}

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
  // Offers the documented probes that the description matches and that can never fire on this machine.
  virtual void match_missing(const ProbeDescription &, const MissingProbeSink &) {}
  virtual Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) = 0;
  // Once every probe of the compile is in `matches`: the answer may depend on how many there are.
  virtual ProgramSpec program(const Probe &probe, const Matches &matches) const = 0;
  // The probe that a probe declared in D is made of; null: it is attached itself.
  virtual const Probe *source(const Probe &) const { return nullptr; }
  // A further program for the probe, which runs no clauses but keeps something for the one that
  // does; wanted when a clause uses argN, N = `argument` the greatest of them. It is attached like
  // others, to probes of equal key.
  virtual std::optional<ProgramSpec> companion(const Probe &, uint32_t /*argument*/,
                                            const Matches &) const {
    return std::nullopt;
  }
  // Of the programs that serve this provider's probes of the compile.
  virtual std::vector<ProviderConstant> constants(Matches &) const { return {}; }
  // What a user of the probe should know besides its name, in one sentence (-v); "" if nothing.
  virtual std::string note(const Probe &) const { return {}; }
  // Why this machine has none of the provider's probes at all; "": it may have.
  virtual std::string problem() const { return {}; }
  // What to write instead of a description that matches none of our probes; "" if unknown.
  virtual std::string advice(const ProbeDescription &) { return {}; }
  // Asks for blank probes for what the description, which has just matched `found`, may come to mean
  // while tracing; the numbers of the reservations are added to `numbers`.
  virtual void reserve(const ProbeDescription &, std::span<const Probe> /*found*/, LateProbes &,
                       std::vector<uint32_t> & /*numbers*/) {}
  // Offers the probes that a reservation means in an object that has come, one of the process's
  // `objects`. With reserve() only.
  virtual void match_object(const Reservation &, std::span<const ProcessObject> /*objects*/,
                            const ProcessObject &, const ProbeSink &) {}
  // Types and stabilities that programs declare for probes of the provider, until
  // forget_declared():
  //     provider shop { probe order__start(int id, const char *customer); };
  // The arguments' sources are those of the probe's own, the notes.
  virtual void declare(std::string_view /*provider*/, std::string_view /*probe*/,
                       ProbeArguments &&) {}
  //     #pragma D attributes Evolving/Evolving/Common provider shop name
  // part: name or args; others say nothing of a probe.
  virtual void declare(std::string_view /*provider*/, std::string_view /*part*/,
                       const Attributes &) {}
  virtual void forget_declared() {}
  // Attaches one program for all `probes` that share it; blank ones are passed over.
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
  void match_missing(const ProbeDescription &description, const MissingProbeSink &sink);
  void use(const ProviderServices &services);
  // Of all providers: what Provider says of each.
  void reserve(const ProbeDescription &description, std::span<const Probe> found, LateProbes &late,
               std::vector<uint32_t> &numbers);
  std::vector<ProviderConstant> constants(Matches &matches) const;
  void declare(std::string_view provider, std::string_view probe, const ProbeArguments &arguments);
  void declare(std::string_view provider, std::string_view part, const Attributes &attributes);
  // What cannot be asked for here (no tracefs, no BTF) is not there.
  bool has(const ProbeDescription &description);
  Provider *find(std::string_view provider_name); // "syscall"; null: none
  std::vector<std::string_view> names() const;
  // "there is no provider X; did you mean Y", or the nearest function or name.
  std::string advice(const ProbeDescription &description);

  // Providers of D libraries and programs, until forget_declared(): they come after the others.
  void declare(std::unique_ptr<Provider> provider);
  void forget_declared();
  // Names of providers that libraries declare, read or not: for advice.
  void set_declarable(std::vector<std::string> names) { declarable_ = std::move(names); }
  // Other names of the kernel's own module, in descriptions of probes of the kernel: -x compat.
  void set_kernel_names(std::vector<std::string_view> names) { kernel_names_ = std::move(names); }

private:
  std::string advice_on_shifted(const ProbeDescription &description);
  ProbeDescription with_kernel_name(const ProbeDescription &written) const;
  std::vector<std::unique_ptr<Provider>> providers_;
  size_t built_in_ = 0; // the first of them
  std::vector<std::string> declarable_;
  std::vector<std::string_view> kernel_names_;
};

} // namespace dtrace
