// Stage: codegen. What all programs of one module share: the LLVM module, the maps, read-only
// tables, the run-time's prototypes, and the first thing that could not be made.
#pragma once
#include "codegen/module.h"

#include <llvm/IR/IRBuilder.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dtrace::codegen {

enum class ScratchOwner; // codegen/scratch.h

// The kernel's helper functions that generated code calls itself (linux/bpf.h).
enum class Helper : uint32_t {
  MapLookup = 1, MapUpdate = 2, MapDelete = 3, KtimeGetNs = 5, GetSmpProcessorId = 8,
  TailCall = 12,
  GetCurrentPidTgid = 14, GetCurrentTask = 35, GetStack = 67, SendSignal = 109,
  ProbeReadUser = 112, ProbeReadKernel = 113, ProbeReadUserStr = 114, ProbeReadKernelStr = 115,
  CopyFromUser = 148, TaskStorageGet = 156, GetCurrentTaskBtf = 158,
};

// The members of struct dt_context, by position.
enum class ContextField : unsigned {
#define DT_MEMBER(type, name) name,
#include <dtrace/abi/context.def>
#undef DT_MEMBER
};

struct Sizes { // bytes, from the options
  uint64_t buffer, dynamic, aggregation; // buffer: of all CPUs
};

struct BufferLayout { // abi/buffer.h
  uint32_t count;   // of buffers; a power of two when CPUs share them
  uint64_t size;    // of each, bytes
  uint64_t kept;    // of that, for ERROR and END
  uint64_t longest; // room that a sample may take
  uint32_t halved;  // how often they were made smaller than asked for
};

class Unit {
public:
  Unit(const TypedProgram &program, const TargetFeatures &features, Module &out, Sizes sizes);

  const TypedProgram &program;
  const Manifest &manifest;
  const TargetFeatures &features;
  Module &out;
  llvm::LLVMContext &context;
  llvm::Module &ir;
  std::optional<Diagnostic> error; // the first one; code made after it is never used
  llvm::Function *error_probe = nullptr; // runs the clauses of dtrace:::ERROR; null: there are none
  bool error_probe_exits = false;

  void refuse(Span span, const std::string &what);      // "<what> cannot be made into code"
  uint32_t cpu_slots() const { return cpu_slots_; }     // CPUs rounded up to a power of two
  uint32_t strsize() const;                             // rounded up to 8

  // maps.cc
  void add_fixed_maps();
  BufferLayout buffer_layout() const;
  llvm::GlobalVariable *map(const std::string &symbol); // declared: its MapSpec is made elsewhere
  llvm::GlobalVariable *add_map(MapSpec spec);          // made once; the same symbol again is the same
  llvm::GlobalVariable *aggregation_map(const AggregationRecord &aggregation);
  bool has_short_keys(const AggregationRecord &aggregation) const;
  llvm::GlobalVariable *short_keys_map(const AggregationRecord &aggregation);
  llvm::GlobalVariable *array_map(const typed::Variable &variable);
  llvm::GlobalVariable *scratch_map(size_t program_index, uint64_t size, ScratchOwner owner);
  llvm::GlobalVariable *pieces_map(size_t program_index, uint32_t pieces);
  llvm::GlobalVariable *self_map();
  llvm::GlobalVariable *stacks_map();
  llvm::GlobalVariable *kept_map();
  uint32_t most_stack_frames() const; // of stacks that are keys, or in variables
  void add_speculations();
  uint64_t aggregation_stride(const AggregationRecord &aggregation) const;

  // tables.cc: constants in the object's .rodata
  llvm::GlobalVariable *table(llvm::Constant *contents, const std::string &name);
  llvm::GlobalVariable *table32(std::span<const uint32_t> values, const std::string &name);
  llvm::GlobalVariable *bytes(std::string_view contents, const std::string &name);
  // Each text in `size` bytes, NULs behind it; made once a name.
  llvm::GlobalVariable *texts(std::span<const std::string_view> texts, uint32_t size,
                              const std::string &name);
  llvm::GlobalVariable *string(const std::string &text); // NUL-terminated, zeros up to 8n bytes
  llvm::GlobalVariable *zeros(uint64_t size);
  std::optional<uint32_t> interned(const std::string &text); // index into Manifest::strings

  // runtime.cc: functions of bpf/ by name; null: there is none
  llvm::Function *runtime(std::string_view name);
  std::optional<uint64_t> runtime_note(std::string_view function, std::string_view note);
  llvm::StructType *context_type();

private:
  std::map<std::string, llvm::GlobalVariable *> symbols_;
  std::map<std::string, llvm::GlobalVariable *, std::less<>> strings_;
  std::unordered_map<std::string, uint32_t> interned_;
  llvm::StructType *context_type_ = nullptr;
  llvm::GlobalVariable *zeros_ = nullptr;
  uint64_t zeros_size_ = 0;
  void add_buffers();

  uint32_t cpu_slots_;
  Sizes sizes_;
};

inline uint64_t round_up(uint64_t value, uint64_t unit) { return (value + unit - 1) / unit * unit; }

} // namespace dtrace::codegen
