#include "codegen/constants.h"

#include "codegen/module.h"

#include <llvm/IR/Constants.h>

namespace dtrace {

void give_constant(Module &module, std::string_view symbol, const std::string &bytes) {
  llvm::Type *byte = llvm::Type::getInt8Ty(*module.context);
  llvm::Constant *contents = llvm::ConstantDataArray::getRaw(bytes, bytes.size(), byte);
  auto *constant = new llvm::GlobalVariable(*module.ir, contents->getType(), true,
                                            llvm::GlobalValue::ExternalLinkage, contents,
                                            llvm::StringRef(symbol.data(), symbol.size()));
  constant->setAlignment(llvm::Align(8));
}

} // namespace dtrace
