// Stage: codegen. generate(): one LLVM function a BPF program, in a section of its own.
#include "codegen/module.h"
#include "codegen/builder.h"

#include <llvm/Support/raw_ostream.h>

#include <charconv>
#include <cstring>

namespace dtrace {

namespace codegen {
Result<std::unique_ptr<llvm::Module>> open_runtime(llvm::LLVMContext &context);

namespace {
bool is_error_program(const TypedProgram &program, const typed::BpfProgram &one) {
  return one.probes.size() == 1 && one.probes[0].id == program.manifest.error_probe;
}

// The function for dtrace:::ERROR comes first: the others' fault blocks call it.
void generate_error_probe(Unit &unit) {
  for (size_t i = 0; i < unit.program.programs.size(); i++) {
    const typed::BpfProgram &program = unit.program.programs[i];
    if (!is_error_program(unit.program, program))
      continue;
    ProgramBuilder builder(unit, program, i, true);
    builder.build();
    unit.error_probe = builder.function();
    for (const typed::Enabling &enabling : program.enablings)
      unit.error_probe_exits |= enabling.clause->exits;
  }
}

void generate_programs(Unit &unit) {
  for (size_t i = 0; i < unit.program.programs.size(); i++)
    if (!is_error_program(unit.program, unit.program.programs[i]))
      ProgramBuilder(unit, unit.program.programs[i], i, false).build();
}
} // namespace
} // namespace codegen

Result<std::unique_ptr<Module>> generate(const TypedProgram &program, const TargetFeatures &features,
                                         uint64_t buffer_size, uint64_t dynamic_size,
                                         uint64_t aggregation_size) {
  auto module = std::make_unique<Module>();
  module->context = std::make_unique<llvm::LLVMContext>();
  TRY(runtime, codegen::open_runtime(*module->context));
  module->ir = std::make_unique<llvm::Module>("dtrace", *module->context);
  module->ir->setDataLayout(runtime->getDataLayout());
  module->ir->setTargetTriple(runtime->getTargetTriple());
  module->runtime = std::move(runtime);
  codegen::Unit unit(program, features, *module, {buffer_size, dynamic_size, aggregation_size});
  unit.add_fixed_maps();
  codegen::generate_error_probe(unit);
  codegen::generate_programs(unit);
  if (unit.error)
    return std::unexpected(*unit.error);
  return module;
}

std::string program_symbol(size_t program, size_t piece) {
  return "dt_program_" + std::to_string(program) + (piece ? "_" + std::to_string(piece) : "");
}

std::string pieces_symbol(size_t program) { return "dt_pieces_" + std::to_string(program); }

ProgramName parse_program_symbol(std::string_view symbol) {
  ProgramName name{0, 0};
  symbol.remove_prefix(std::min(symbol.size(), strlen("dt_program_")));
  const auto [end, error] = std::from_chars(symbol.begin(), symbol.end(), name.program);
  if (end < symbol.end())
    std::from_chars(end + 1, symbol.end(), name.piece);
  return name;
}

void destroy(Module *module) { delete module; }

std::string dump(const Module &module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.ir->print(stream, nullptr);
  return text;
}

} // namespace dtrace
