// From a typed program to BPF programs in the kernel: generates, optimises and loads them, and
// tries again in another shape if the kernel refuses the first (smaller pieces, less stack, smaller
// buffers).
#pragma once
#include "analysis/analyze.h"
#include "codegen/codegen.h"
#include "kernel/kernel.h"
#include "language/options.h"
#include "output/output.h"

#include <string>

namespace dtrace {

class ProgramLoader {
public:
  // All outlive the loader.
  ProgramLoader(TypedProgram &program, Registry &registry, TypeGraph &types,
                const Options &options, Output &messages)
      : program_(program), registry_(registry), types_(types), options_(options),
        messages_(messages) {}

  // `code`, when given: the LLVM IR of the last shape that was tried. Reports what had to be made
  // smaller. The error is that of the last shape.
  Result<LoadedObject> load(std::string *code = nullptr);

private:
  // What the next attempt differs by.
  struct Shape {
    size_t piece = 0; // of piece_sizes
    TargetFeatures features;
  };
  Result<Object> make(const Shape &shape, bool &needs_stack, std::string *code);
  bool reshape(LoadProblem problem, Shape &shape) const;
  uint64_t buffer_size(uint32_t cpus) const;
  void tell_sizes(const LoadedObject &loaded);

  TypedProgram &program_; // its probes get their constants
  Registry &registry_;
  TypeGraph &types_;
  const Options &options_;
  Output &messages_;
};

} // namespace dtrace
