// Stage: codegen. The module as codegen/ and object/ see it: LLVM's own structures, and what they
// need besides. The run-time support of bpf/ is opened lazily beside the program's module: its types
// and prototypes are known at once, the functions' bodies are read only when linked.
#pragma once
#include "codegen/codegen.h"
#include "codegen/map_spec.h"

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace {

struct Module {
  std::unique_ptr<llvm::LLVMContext> context; // before the modules: it dies last
  std::unique_ptr<llvm::Module> runtime;      // null once linked
  std::unique_ptr<llvm::Module> ir;
  std::vector<MapSpec> maps;
  // Values of the run-time's external constants ("dt_strsize"), given to those that are used.
  std::unordered_map<std::string, uint64_t> constants;
  MemberOffset member_offset; // for constants "dt_offset_<struct>__<member>[__<member>]"
  bool cpu_v4 = false;
};

// Gives every constant that the linked module uses its value; fails for a kernel structure's member
// that this kernel lacks.
Result<void> resolve_constants(Module &module);

// The section of a BPF program's function: "prog/<key>".
inline constexpr std::string_view program_section = "prog/";

// The symbols of a program's function, or of one of its pieces (codegen/pieces.h), and of the map of
// all its pieces but the first.
std::string program_symbol(size_t program, size_t piece);
std::string pieces_symbol(size_t program);
struct ProgramName {
  size_t program, piece;
};
ProgramName parse_program_symbol(std::string_view symbol);

} // namespace dtrace
