// Stage: codegen. TypedProgram in, LLVM IR out, with the maps it refers to. The module is opaque
// here so that only codegen/ and object/ see LLVM.
#pragma once
#include "analysis/typed.h"
#include "base/diagnostic.h"

#include <memory>
#include <string>
#include <vector>

namespace dtrace {

struct Module; // an llvm::LLVMContext and llvm::Module: codegen/module.h

// What this kernel can do that changes the code made (from kernel/features, asked lazily by the
// session).
struct TargetFeatures {
  uint32_t cpus = 1;          // possible CPUs
  bool cpu_v4 = false;        // signed division and the like
  bool bpf_loop = false;
};

// Refuses what it cannot make yet: D_UNKNOWN "… is not supported yet".
Result<std::unique_ptr<Module>> generate(const TypedProgram &program, const TargetFeatures &features,
                                         uint64_t buffer_size, uint64_t dynamic_size,
                                         uint64_t aggregation_size);

void destroy(Module *module);
std::string dump(const Module &module); // LLVM assembly

} // namespace dtrace

template <> struct std::default_delete<dtrace::Module> {
  void operator()(dtrace::Module *module) const { dtrace::destroy(module); }
};
