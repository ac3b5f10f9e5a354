// Stage: object. See optimize.h.
//
// The passes are few and chosen for what BPF needs: everything inlined, cells turned into values,
// what is computed twice computed once. LLVM's own -O2 costs several times as much at each start and
// gives the verifier code that is no simpler.
#include "object/optimize.h"
#include "object/context_loads.h"

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Linker/Linker.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/IPO/AlwaysInliner.h>
#include <llvm/Transforms/IPO/GlobalDCE.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/DCE.h>
#include <llvm/Transforms/Scalar/DeadStoreElimination.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/JumpThreading.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/TargetParser/Triple.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

namespace dtrace::object {

namespace {
struct Said {
  std::string text;
  std::string program; // that it is of, by its key; empty: of none
  bool of_stack() const { return text.find("stack limit") != text.npos; }
};

// What LLVM has to say goes into a string, never to the terminal.
class Collector : public llvm::DiagnosticHandler {
public:
  explicit Collector(Said &said) : said_(said) {}
  bool handleDiagnostics(const llvm::DiagnosticInfo &info) override {
    if (info.getSeverity() > llvm::DS_Warning || !said_.text.empty())
      return true;
    llvm::raw_string_ostream stream(said_.text);
    llvm::DiagnosticPrinterRawOStream printer(stream);
    info.print(printer);
    if (const auto *of_function = llvm::dyn_cast<llvm::DiagnosticInfoUnsupported>(&info)) {
      llvm::StringRef section = of_function->getFunction().getSection();
      if (section.consume_front(program_section))
        said_.program = section;
    }
    return true;
  }

private:
  Said &said_;
};

// While it lives; LLVM wants a handler at all times, so the one before comes back.
class Listening {
public:
  Listening(llvm::LLVMContext &context, Said &said)
      : context_(context), before_(context.getDiagnosticHandler()) {
    context.setDiagnosticHandler(std::make_unique<Collector>(said), true);
  }
  ~Listening() { context_.setDiagnosticHandler(std::move(before_)); }
  Listening(const Listening &) = delete;

private:
  llvm::LLVMContext &context_;
  std::unique_ptr<llvm::DiagnosticHandler> before_;
};

std::unique_ptr<llvm::TargetMachine> make_machine(const Module &module) {
  static const bool registered = [] {
    LLVMInitializeBPFTargetInfo();
    LLVMInitializeBPFTarget();
    LLVMInitializeBPFTargetMC();
    LLVMInitializeBPFAsmPrinter();
    return true;
  }();
  std::string error;
  const llvm::Triple triple(module.ir->getTargetTriple());
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple.str(), error);
  if (!registered || !target)
    return nullptr;
#if LLVM_VERSION_MAJOR >= 21
  const llvm::Triple &made_for = triple;
#else
  const std::string &made_for = triple.str();
#endif
  return std::unique_ptr<llvm::TargetMachine>(target->createTargetMachine(
      made_for, module.cpu_v4 ? "v4" : "v3", "", llvm::TargetOptions(), llvm::Reloc::PIC_,
      std::nullopt, llvm::CodeGenOptLevel::Default));
}

// A register that nothing wrote may not even be copied: what LLVM leaves undefined becomes zero.
void define_all(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::BasicBlock &block : function)
      for (llvm::Instruction &instruction : block)
        for (llvm::Use &operand : instruction.operands())
          if (llvm::isa<llvm::UndefValue>(operand.get()))
            operand.set(llvm::Constant::getNullValue(operand->getType()));
}

void optimize(llvm::Module &module, llvm::TargetMachine &machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graphs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graphs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graphs, modules);
  llvm::FunctionPassManager values;
  values.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  values.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  values.addPass(llvm::SimplifyCFGPass());
  llvm::ModulePassManager inlined;
  inlined.addPass(llvm::AlwaysInlinerPass());
  inlined.addPass(llvm::GlobalDCEPass());
  inlined.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(values)));
  inlined.run(module, modules);
  hide_context_loads(module);
  modules.invalidate(module, llvm::PreservedAnalyses::none());
  llvm::FunctionPassManager each;
  each.addPass(llvm::InstCombinePass());
  each.addPass(llvm::JumpThreadingPass());
  each.addPass(llvm::GVNPass());
  each.addPass(llvm::SimplifyCFGPass());
  each.addPass(llvm::InstCombinePass());
  each.addPass(llvm::DSEPass());
  each.addPass(llvm::DCEPass());
  llvm::ModulePassManager all;
  all.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(each)));
  all.addPass(llvm::GlobalDCEPass());
  all.run(module, modules);
  show_context_loads(module);
  define_all(module);
}

// Only the BPF programs are seen from outside. Optimised for size, a loop keeps its test at the top:
// kernels of the 6.1 series refuse one that is entered below a call.
void hide_the_rest(llvm::Module &module) {
  for (llvm::Function &function : module)
    if (!function.isDeclaration())
      function.addFnAttr(llvm::Attribute::OptimizeForSize);
  for (llvm::Function &function : module)
    if (!function.isDeclaration() && !function.getSection().starts_with(program_section))
      function.setLinkage(llvm::GlobalValue::InternalLinkage);
  for (llvm::GlobalVariable &variable : module.globals())
    if (!variable.isDeclaration()) {
      variable.setLinkage(llvm::GlobalValue::InternalLinkage);
      if (variable.isConstant())
        variable.setSection(".rodata");
    }
}

Failure no_code(const Said &said, bool *stack) {
  if (stack)
    *stack = said.of_stack();
  if (!said.of_stack())
    return fail("no BPF code can be made for this program: %s", said.text.c_str());
  Failure failure = fail("no program can be made for %s: it needs more than 512 bytes of stack",
                         said.program.empty() ? "dtrace:::ERROR" : said.program.c_str());
  failure.error().advice = "split its largest expressions: keep parts of them in this-> variables";
  return failure;
}
} // namespace

Result<void> link_runtime(Module &module) {
  Said said;
  Listening listening(*module.context, said);
  const bool failed = llvm::Linker::linkModules(*module.ir, std::move(module.runtime),
                                                llvm::Linker::LinkOnlyNeeded);
  if (failed)
    return fail("the run-time support cannot be linked: %s", said.text.c_str());
  TRY_VOID(resolve_constants(module));
  hide_the_rest(*module.ir);
  return {};
}

Result<llvm::SmallVector<char, 0>> emit(Module &module, bool *stack) {
  const auto machine = make_machine(module);
  if (!machine)
    return fail("this build has no BPF code generator");
  optimize(*module.ir, *machine);
  llvm::SmallVector<char, 0> image;
  llvm::raw_svector_ostream stream(image);
  llvm::legacy::PassManager passes;
  Said said;
  Listening listening(*module.context, said);
  const bool failed = machine->addPassesToEmitFile(passes, stream, nullptr,
                                                   llvm::CodeGenFileType::ObjectFile);
  if (!failed)
    passes.run(*module.ir);
  if (failed || !said.text.empty())
    return no_code(said, stack);
  return image;
}

} // namespace dtrace::object

std::string_view dtrace::compiler_version() {
  return LLVM_VERSION_STRING;
}
