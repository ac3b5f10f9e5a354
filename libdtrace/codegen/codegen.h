// Stage: codegen. TypedProgram in, LLVM IR out, with the maps it refers to. The module is opaque
// here so that only codegen/ and object/ see LLVM.
#pragma once
#include "analysis/typed.h"
#include "base/diagnostic.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

struct Module; // an llvm::LLVMContext and llvm::Module: codegen/module.h

// Offset in bytes of a member ("se.sum_exec_runtime") of a kernel structure ("task_struct"); nothing
// when this kernel has none of that name. Asked only for what a program uses.
using MemberOffset =
    std::function<std::optional<uint32_t>(std::string_view structure, std::string_view member)>;

// The address of a kernel function; nothing if there is none or the kernel hides it.
struct KernelFunction {
  uint64_t address, size;
};
using FindKernelFunction = std::function<std::optional<KernelFunction>(const std::string &name)>;

// What each possible CPU is part of, by its number.
enum class CpuPart { Chip, Node };
using FindCpuParts = std::function<std::vector<uint32_t>(CpuPart)>;

class TypeGraph;
MemberOffset kernel_member_offsets(TypeGraph &types); // from the kernel's own types

// What this kernel can do that changes the code made (from kernel/features, asked lazily by the
// session).
struct TargetFeatures {
  uint32_t cpus = 1;          // possible CPUs
  bool cpu_v4 = false;        // signed division and the like
  bool bpf_loop = false;
  bool allocating_hash = true; // hashes without preallocation, in programs of every kind (6.1)
  bool task_storage = true;    // memory of a thread (5.12)
  bool (*large_task_storage)() = nullptr; // whether it may have tens of KiB; asked when wanted; null: it may
  bool atomics = true;         // exchanges, and additions that give what was there before (5.12)
  bool task_registers = true;  // the kernel tells where a thread's registers lie (5.15)
  bool typed_tracepoints = true; // programs follow the kernel's pointers: it has types of its own
  bool has_buffers = true;    // buffers of our own (abi/buffer.h), not the kernel's ring buffer
  uint64_t most_buffer = 1 << 28; // bytes of one: programs may not reach farther into a map's value
  uint32_t buffers_halved = 0;    // for lack of memory
  uint64_t piece_size = 12'000;   // of code in one program, in about instructions: codegen/pieces.h
  bool little_stack = false;      // what can lie elsewhere does: the program needs the stack for more
  MemberOffset member_offset{}; // from the type graph, by the session
  FindKernelFunction kernel_function{}; // from symbols/, by the session
  FindCpuParts cpu_parts{};             // from kernel/
};

// D_CG_EXPR for an expression that passed analysis but cannot be compiled.
Result<std::unique_ptr<Module>> generate(const TypedProgram &program, const TargetFeatures &features,
                                         uint64_t buffer_size, uint64_t dynamic_size,
                                         uint64_t aggregation_size);

void destroy(Module *module);
std::string dump(const Module &module); // LLVM assembly

} // namespace dtrace

template <> struct std::default_delete<dtrace::Module> {
  void operator()(dtrace::Module *module) const { dtrace::destroy(module); }
};
