// Stage: symbols. Names for addresses of the kernel and of processes. Nothing is read before the
// first question, and only what that needs: a kernel address is looked up by the kernel itself, an
// object's symbols are indexed when an address falls into it.
#pragma once
#include "symbols/known_processes.h"
#include "symbols/process_map.h"
#include "symbols/stack_copy.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unordered_map>
#include <vector>

namespace dtrace {

// The texts live as long as the value that gave the answer.
struct ResolvedAddress {
  std::string_view module; // "vmlinux", "ext4"; "libc.so.6", "[vdso]"; never empty
  std::string_view symbol; // as the symbol table has it (mangled); empty: only the module is known
  uint64_t offset = 0;     // from the symbol
};

class KernelLookup;
class KallsymsIndex;

class KernelSymbols {
public:
  KernelSymbols();
  ~KernelSymbols();
  KernelSymbols(const KernelSymbols &) = delete;

  // About 2 us for a new address, by a BPF program that prints it; where that is not allowed by
  // /proc/kallsyms, which takes some 80 ms to read.
  std::optional<ResolvedAddress> resolve(uint64_t address);
  // `` `jiffies ``, `` ext4`ext4_sync_file ``; an empty module means any. Reads /proc/kallsyms, and
  // finds nothing where that hides addresses (kptr_restrict) or data symbols.
  // Per-CPU variables: see __per_cpu_offset in analysis/kernel_symbols.cc.
  std::optional<uint64_t> address_of(std::string_view module, std::string_view name);
  bool has_data(); // whether /proc/kallsyms has variables, too; that is up to the kernel's build

private:
  KallsymsIndex &kallsyms();

  std::unique_ptr<KernelLookup> lookup_; // null: not tried yet, or not possible
  bool lookup_tried_ = false;
  std::unique_ptr<KallsymsIndex> kallsyms_;
  struct Resolved {
    bool found = false;
    std::string module, symbol;
    uint64_t offset = 0;
  };
  std::unordered_map<uint64_t, Resolved> resolved_;
};

class ElfFrames;
class ElfSymbols;

// `` pid123`x ``, `` pid$target`libc.so.6`x ``, `` a.out`x ``: a process and one of its objects.
struct UserScope {
  pid_t process;   // 0: the target's, and there is none
  std::string object; // "": any, the executable first; "a.out": the executable
};
// Nothing: the scope is one of the kernel's, a module.
std::optional<UserScope> parse_user_scope(std::string_view text, pid_t target);

struct UserPlace {
  uint64_t address, size;
  bool is_function;
};

class UserSymbols {
public:
  UserSymbols();
  ~UserSymbols();
  UserSymbols(const UserSymbols &) = delete;

  // In any process, also in another mount namespace; in anonymous memory what the process itself
  // tells in /tmp/perf-PID.map, else nothing. What a process has mapped is known from its first resolve()
  // or remember() on, also after its end, as long as it is among those used last (known_processes.h).
  std::optional<ResolvedAddress> resolve(pid_t process, uint64_t address);
  // Where a live process has a symbol; of a program held at its start (-c) the libraries are not
  // there yet.
  std::optional<UserPlace> address_of(const UserScope &scope, std::string_view name);
  // A way to open the file of an object that a live process has mapped.
  std::optional<std::string> file_of(const UserScope &scope);
  // Reads the process's mappings, if it lives and they are not known yet.
  void remember(pid_t process);

  // The frames of a stack, innermost first, at most so many; empty: nothing to unwind it by.
  std::vector<StackFrame> unwind(const StackCopy &copy, Unwinding how, size_t most);
  // Functions that were inlined at the address, innermost first, as a symbol table would have them.
  std::vector<std::string> inlined_at(pid_t process, uint64_t address);

  // What is told as it happens (symbols/mapping_events.h), in order.
  void mapped(pid_t process, ProcessMap::Region region);
  void forked(pid_t parent, pid_t child); // which has what the parent has
  void executed(pid_t process);           // has nothing mapped any more

private:
  struct File {
    uint64_t device, inode;
    bool operator==(const File &) const = default;
  };
  struct FileHash {
    size_t operator()(const File &file) const { return file.inode * 31 + file.device; }
  };
  void keep_file(pid_t process, const ProcessMap::Region &region);
  void forget_files(); // that no process which is known has mapped
  const ElfSymbols *symbols_of(pid_t process, const ProcessMap::Region &region);
  ElfFrames *frames_of(pid_t process, const ProcessMap::Region &region);
  const ProcessMap::Region *region_of(pid_t process, uint64_t address);
  // Where the address is in its object, as that was linked; null: in none that has frames.
  ElfFrames *frames_at(pid_t process, uint64_t address, uint64_t &place);
  static bool read_map(pid_t process, KnownProcess &known);
  // The first region of each object of that name, the executable's first.
  std::vector<ProcessMap::Region> objects(const UserScope &scope);

  std::optional<ResolvedAddress> made_at_run_time(pid_t process, uint64_t address);

  static constexpr size_t fewest_files = 1024;

  KnownProcesses processes_;
  std::unordered_map<File, std::unique_ptr<ElfSymbols>, FileHash> files_; // null: cannot be read
  std::unordered_map<File, std::unique_ptr<ElfFrames>, FileHash> frames_;
  size_t most_files_ = fewest_files; // more are looked through
};

// C++ and Rust names as their sources have them ("std::string::size() const"); unchanged are others, and
// those longer than 4 KiB or with more than 32 references to parts of themselves.
std::string demangle(std::string_view name);
// Of a function as the sources call it ("ns::f" of "int ns::f[abi:x]<int>(int) const" is "ns::f<int>"),
// where that differs from the demangled name without parameters; else empty.
std::string called_name(std::string_view name, std::string_view without_parameters);

} // namespace dtrace
