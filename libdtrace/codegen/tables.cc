// Stage: codegen. Read-only tables. All of them lie in the section .rodata, so that the object needs
// one more map and not one a table.
#include "codegen/unit.h"

namespace dtrace::codegen {

llvm::GlobalVariable *Unit::table(llvm::Constant *contents, const std::string &name) {
  auto *variable = new llvm::GlobalVariable(ir, contents->getType(), true,
                                            llvm::GlobalValue::InternalLinkage, contents, name);
  variable->setSection(".rodata");
  variable->setAlignment(llvm::Align(8));
  return variable;
}

llvm::GlobalVariable *Unit::table32(std::span<const uint32_t> values, const std::string &name) {
  return table(llvm::ConstantDataArray::get(
                   context, llvm::ArrayRef<uint32_t>(values.data(), values.size())), name);
}

llvm::GlobalVariable *Unit::bytes(std::string_view contents, const std::string &name) {
  return table(llvm::ConstantDataArray::getRaw(llvm::StringRef(contents.data(), contents.size()),
                                               contents.size(), llvm::Type::getInt8Ty(context)),
               name);
}

llvm::GlobalVariable *Unit::texts(std::span<const std::string_view> texts, uint32_t size,
                                  const std::string &name) {
  if (llvm::GlobalVariable *made = ir.getGlobalVariable(name, true))
    return made;
  std::string rows;
  for (const std::string_view text : texts) {
    rows += text.substr(0, size - 1);
    rows.resize(round_up(rows.size() + 1, size));
  }
  return bytes(rows, name);
}

llvm::GlobalVariable *Unit::string(const std::string &text) {
  if (const auto it = strings_.find(text); it != strings_.end())
    return it->second;
  std::string padded = text;
  padded.resize(round_up(text.size() + 1, 8));
  return strings_[text] = bytes(padded, "string");
}

llvm::GlobalVariable *Unit::zeros(uint64_t size) {
  if (!zeros_ || zeros_size_ < size) {
    zeros_ = bytes(std::string(size, '\0'), "zeros");
    zeros_size_ = size;
  }
  return zeros_;
}

} // namespace dtrace::codegen
