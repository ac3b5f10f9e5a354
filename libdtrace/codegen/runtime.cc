// Stage: codegen. The run-time support of bpf/, embedded as bitcode: opened lazily, asked for
// prototypes, and given its constants once linked.
#include "codegen/unit.h"

#include <llvm/Bitcode/BitcodeReader.h>

#include <type_traits>

extern const unsigned char dt_runtime[]; // bpf/CMakeLists.txt makes it
extern const unsigned long dt_runtime_size;

namespace dtrace::codegen {

Result<std::unique_ptr<llvm::Module>> open_runtime(llvm::LLVMContext &context) {
  const llvm::MemoryBufferRef buffer(
      llvm::StringRef(reinterpret_cast<const char *>(dt_runtime), dt_runtime_size), "runtime");
  auto opened = llvm::getLazyBitcodeModule(buffer, context, /*ShouldLazyLoadMetadata=*/true);
  if (!opened)
    return fail("the run-time support cannot be read: %s",
                llvm::toString(opened.takeError()).c_str());
  return std::move(*opened);
}

llvm::Function *Unit::runtime(std::string_view name) {
  const llvm::StringRef symbol(name.data(), name.size());
  if (llvm::Function *known = ir.getFunction(symbol))
    return known;
  const llvm::Function *original = out.runtime->getFunction(symbol);
  if (!original)
    return nullptr;
  return llvm::Function::Create(original->getFunctionType(), llvm::GlobalValue::ExternalLinkage,
                                symbol, ir);
}

std::optional<uint64_t> Unit::runtime_note(std::string_view function, std::string_view note) {
  const std::string symbol = std::string(function) + "__" + std::string(note);
  llvm::GlobalVariable *variable = out.runtime->getNamedGlobal(symbol);
  if (!variable || variable->materialize())
    return std::nullopt;
  const auto *value = llvm::dyn_cast_or_null<llvm::ConstantInt>(variable->getInitializer());
  return value ? std::optional(value->getZExtValue()) : std::nullopt;
}

namespace {
llvm::Type *type_of(llvm::LLVMContext &context, size_t bytes, bool is_pointer) {
  if (is_pointer)
    return llvm::PointerType::getUnqual(context);
  return llvm::IntegerType::get(context, bytes * 8);
}
} // namespace

llvm::StructType *Unit::context_type() {
  if (!context_type_) {
    llvm::Type *members[] = {
#define DT_MEMBER(type, name) type_of(context, sizeof(type), std::is_pointer_v<type>),
#include <dtrace/abi/context.def>
#undef DT_MEMBER
    };
    context_type_ = llvm::StructType::create(context, members, "dt_context");
  }
  return context_type_;
}

} // namespace dtrace::codegen

namespace dtrace {

namespace {
constexpr std::string_view offset_prefix = "dt_offset_", other = "__or__";

// "dt_offset_task_struct__se__exec_start": task_struct, se.exec_start. Kernels may name a member in
// several ways: "dt_offset_kernfs_node__parent__or____parent": parent, else __parent.
Result<uint64_t> member_offset(const Module &module, std::string_view symbol) {
  std::string path(symbol.substr(offset_prefix.size()));
  const size_t end = path.find("__");
  const std::string structure = path.substr(0, end);
  std::string member;
  for (size_t begin = end + 2, next; begin < path.size(); begin = next + other.size()) {
    next = std::min(path.find(other, begin), path.size());
    member = path.substr(begin, next - begin);
    for (size_t at; (at = member.find("__", 1)) != std::string::npos;)
      member.replace(at, 2, ".");
    if (module.member_offset)
      if (const auto offset = module.member_offset(structure, member))
        return *offset;
  }
  return fail(Tag::D_VAR_UNSUP, {},
              "this kernel's type information has no struct %s with a member %s",
              structure.c_str(), member.c_str());
}
} // namespace

MemberOffset kernel_member_offsets(TypeGraph &types) {
  return [&types](std::string_view structure, std::string_view path) -> std::optional<uint32_t> {
    const Type *type = types.find_in("vmlinux", TypeKind::Struct, structure);
    uint64_t bits = 0;
    while (type && !path.empty()) {
      const size_t dot = path.find('.');
      const auto found = find_member(*type->strip(), path.substr(0, dot));
      if (!found)
        return std::nullopt;
      bits += found->bit_offset;
      type = found->member->type;
      path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return type ? std::optional<uint32_t>(bits / 8) : std::nullopt;
  };
}

Result<void> resolve_constants(Module &module) {
  for (llvm::GlobalVariable &variable : module.ir->globals()) {
    if (!variable.isDeclaration() || !variable.isConstant() || variable.use_empty())
      continue;
    const std::string name = variable.getName().str();
    const auto known = module.constants.find(name);
    uint64_t value = known == module.constants.end() ? 0 : known->second;
    if (name.starts_with(offset_prefix)) {
      TRY(offset, member_offset(module, name));
      value = offset;
    } else if (known == module.constants.end()) {
      continue;
    }
    variable.setInitializer(llvm::ConstantInt::get(variable.getValueType(), value));
    variable.setLinkage(llvm::GlobalValue::InternalLinkage);
  }
  return {};
}

} // namespace dtrace
