#include "codegen/constants.h"

#include "codegen/module.h"

#include <linux/bpf.h>
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

void give_memory(Module &module, std::string_view symbol, const std::string &bytes) {
  module.maps.push_back({.symbol = std::string(symbol),
                         .type = BPF_MAP_TYPE_ARRAY,
                         .key_size = 4,
                         .value_size = static_cast<uint32_t>(bytes.size()),
                         .max_entries = 1,
                         .flags = BPF_F_MMAPABLE,
                         .direct = true,
                         .mapped = true,
                         .contents = {bytes.begin(), bytes.end()}});
}

} // namespace dtrace
