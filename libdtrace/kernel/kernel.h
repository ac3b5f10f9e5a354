// Stage: kernel. The running kernel: what it can do (asked, never guessed from its version),
// loading an Object, and reading what its programs leave behind.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"
#include "base/mapping.h"
#include "codegen/codegen.h"
#include "object/object.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dtrace {

// ---- features.cc: one row a feature {name, what it is for, probe function}, asked once, cached.
enum class Feature {
  BpfSyscall, // allowed at all
  CpuV4,
  Atomics,
  BpfLoop,
  AllocatingHash,
  TaskStorage,
  LargeTaskStorage,
  TaskRegisters,
  RingBuffer,
  PerfLink,
  RawTracepointCookie,
  Kprobe,
  KprobeMulti,
  Fentry,
  UprobeMulti,
  SleepableUprobe,
  KernelTypes,
};
bool has(Feature feature);
bool can_attach(BpfKind kind); // programs of that kind
struct FeatureRow {
  Feature feature;
  const char *name;
  const char *purpose;
  const char *without; // what is lost, or done in another way, without it
  bool (*probe)();
};
std::span<const FeatureRow> feature_rows();
TargetFeatures target_features(); // asks no more than codegen needs
// Null result when tracing is possible; else one clear line: what is needed (root, or CAP_BPF and
// CAP_PERFMON, and a readable tracefs), or that the kernel or container forbids bpf(2).
Result<void> check_permission();

// ---- loader.cc
class TypeBlob; // kernel/type_blob.h
enum class LoadProblem {
  None,         // or one that other code does not cure
  ProgramsSize, // smaller programs may be accepted
  BuffersSize,  // smaller buffers may find memory
  BuffersKind,  // this kernel has no maps of that size: its own ring buffer it is
};
struct LoadOptions {
  bool shrink = true;            // maps for which there is no memory are made smaller
  bool smaller_programs = false; // can be made: no explanation of why these are refused
};
class LoadedObject {
public:
  int program(std::string_view key) const; // fd; -1: none
  int map(std::string_view symbol) const;  // fd; -1: none
  // The memory of a `mapped` map: its values, each rounded up to 8 bytes; empty: none.
  std::span<std::byte> mapped(std::string_view symbol) const;
  const MapSpec *spec(std::string_view symbol) const;
  // Options whose maps had to be halved for lack of memory, and how often.
  const std::map<std::string, uint32_t> &halved() const { return halved_; }
  // Programs, by key, that were not loaded, as the kernel lets nothing be attached to what they are for.
  const std::map<std::string, Diagnostic> &refused() const { return refused_; }

private:
  friend Result<LoadedObject> load(const Object &object, LoadOptions options,
                                   LoadProblem *problem);
  Result<void> load_maps(const Object &object, const TypeBlob &types, bool shrink,
                         std::vector<int> &fds, LoadProblem *problem); // fds: ours
  Result<void> load_programs(const Object &object, const TypeBlob &types,
                             std::span<const int> map_fds, LoadOptions options,
                             LoadProblem *problem);
  Result<void> keep(const ProgramImage &image, Descriptor program);
  struct Loaded {
    MapSpec spec;
    Descriptor fd;
    Mapping memory;
  };
  std::unordered_map<std::string, Descriptor> programs_;
  std::unordered_map<std::string, Loaded> maps_;
  std::map<std::string, uint32_t> halved_;
  std::map<std::string, Diagnostic> refused_;
};
// When the verifier refuses: a three-line message (which program, what limit, what to do), the log
// in a file under $TMPDIR that the message names; never on the terminal. `problem`: when other code for the same script may load, that is
// said there instead of a message.
Result<LoadedObject> load(const Object &object, LoadOptions options = {},
                          LoadProblem *problem = nullptr);

// ---- map_reader.cc: all elements of a (per-CPU) hash, by batch where the kernel can.
// `element` gets key and value bytes (per-CPU: `cpus` values of value_size rounded up to 8).
Result<void> for_each_element(
    int map_fd, const MapSpec &spec, uint32_t cpus,
    const std::function<void(std::span<const std::byte> key, std::span<const std::byte> values)>
        &element);
// Takes an element out of a hash and copies its value, as for_each_element() gives it, to `values`. A
// program may have taken it out before: false. Before 5.14, what it adds in between is lost.
bool take_element(int map_fd, std::span<const std::byte> key, std::span<std::byte> values);
uint32_t possible_cpus();
// By CPU number; 0 where /sys/devices/system/cpu does not tell.
std::vector<uint32_t> cpu_parts(CpuPart part);

} // namespace dtrace
