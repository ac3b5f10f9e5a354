// Stage: object. See context_loads.h.
#include "object/context_loads.h"
#include "codegen/module.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

namespace dtrace::object {

namespace {
constexpr llvm::StringLiteral hidden_load = "dtrace.context.load."; // and the width in bits, or ptr

// LOADED hidden_load(context, offset, alignment): reads nothing that changes, so one may stand for
// two.
llvm::FunctionCallee declare(llvm::Module &module, llvm::Type *loaded) {
  llvm::Type *number = llvm::Type::getInt64Ty(module.getContext());
  const std::string width =
      loaded->isPointerTy() ? "ptr" : std::to_string(loaded->getIntegerBitWidth());
  llvm::FunctionCallee callee =
      module.getOrInsertFunction((hidden_load + width).str(), loaded,
                                 llvm::PointerType::getUnqual(module.getContext()), number, number);
  auto *function = llvm::cast<llvm::Function>(callee.getCallee());
  function->setDoesNotAccessMemory();
  function->setDoesNotThrow();
  function->setWillReturn();
  return callee;
}

void hide(llvm::LoadInst &load, llvm::Argument &context) {
  llvm::Type *type = load.getType();
  if (load.isVolatile() || load.isAtomic() || !(type->isIntegerTy() || type->isPointerTy()))
    return;
  llvm::APInt offset(64, 0);
  const llvm::Value *base = load.getPointerOperand()->stripAndAccumulateConstantOffsets(
      load.getModule()->getDataLayout(), offset, /*AllowNonInbounds=*/true);
  if (base != &context)
    return;
  llvm::IRBuilder<> builder(&load);
  llvm::CallInst *call = builder.CreateCall(declare(*load.getModule(), type),
                                            {&context, builder.getInt64(offset.getZExtValue()),
                                             builder.getInt64(load.getAlign().value())});
  load.replaceAllUsesWith(call);
  load.eraseFromParent();
}

void show(llvm::CallInst &call) {
  llvm::IRBuilder<> builder(&call);
  llvm::Value *offset = call.getArgOperand(1);
  const auto *alignment = llvm::cast<llvm::ConstantInt>(call.getArgOperand(2));
  llvm::Value *place = builder.CreateGEP(builder.getInt8Ty(), call.getArgOperand(0), offset);
  call.replaceAllUsesWith(
      builder.CreateAlignedLoad(call.getType(), place, llvm::Align(alignment->getZExtValue())));
  call.eraseFromParent();
}
} // namespace

void hide_context_loads(llvm::Module &module) {
  for (llvm::Function &function : module) {
    if (function.isDeclaration() || !function.getSection().starts_with(program_section))
      continue;
    for (llvm::Instruction &instruction : llvm::make_early_inc_range(llvm::instructions(function)))
      if (auto *load = llvm::dyn_cast<llvm::LoadInst>(&instruction))
        hide(*load, *function.getArg(0));
  }
}

void show_context_loads(llvm::Module &module) {
  for (llvm::Function &function : llvm::make_early_inc_range(module)) {
    if (!function.getName().starts_with(hidden_load))
      continue;
    for (llvm::User *user : llvm::make_early_inc_range(function.users()))
      show(*llvm::cast<llvm::CallInst>(user));
    function.eraseFromParent();
  }
}

} // namespace dtrace::object
