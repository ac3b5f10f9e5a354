// Stage: object. A finished BPF object in memory: programs as instructions with places to patch,
// and the maps they need. Made from codegen's module by linking the run-time of bpf/, optimising,
// and reading back the ELF that LLVM emits. Loaded by kernel/.
#pragma once
#include "base/diagnostic.h"
#include "codegen/codegen.h"
#include "codegen/map_spec.h"
#include "providers/provider.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dtrace {

std::string_view compiler_version(); // LLVM's: "19.1.7"

struct Relocation {
  uint32_t instruction;       // index of the ld_imm64 or call
  enum class Kind { Map, MapValue, Call, Function } kind; // Function: address of a subprogram
  uint32_t target;            // index into maps, or into Object::subprograms
  uint32_t addend = 0;        // MapValue: byte offset
};

struct BpfFunction {
  std::string name;
  std::vector<uint64_t> instructions; // struct bpf_insn
  std::vector<Relocation> relocations;
};

struct ProgramImage {
  ProgramSpec spec;
  uint32_t piece = 0;       // not 0: run by a tail call, by its place in the map `pieces`
  std::string pieces{};
  BpfFunction main;
};

struct Object {
  std::vector<ProgramImage> programs;
  std::vector<BpfFunction> subprograms; // appended to each program that needs them
  std::vector<MapSpec> maps;           // codegen's, then .rodata and the like made by LLVM
};

// Links, optimises, emits and reads back; uses up the module. `stack`, when given, is set when a program
// needs more than the 512 bytes of stack: other code for it may need less.
Result<Object> build_object(const TypedProgram &program, std::unique_ptr<Module> module,
                            bool *stack = nullptr);

} // namespace dtrace
