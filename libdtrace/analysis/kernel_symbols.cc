// Stage: analysis. Data of the kernel by name: `jiffies, ext4`some_counter. The kernel's symbol
// table tells where it lies; what it is, a declaration as in C tells, or the kernel's types where
// they know (those of per-CPU variables, and newer kernels' all):
//     extern unsigned long total_forks;    BEGIN { trace(`total_forks); }
// translators/kernel.d declares what is often used. Of a per-CPU variable it is the current CPU's.
// The address alone needs no declaration: &`avenrun. Names that other systems' kernels have are
// inlines of a library: `hz is its __symbol_hz.
#include "analysis/context.h"

#include "language/kernel_names.h"
#include "syntax/ast.h"
#include "syntax/foreign.h"

#include <algorithm>
#include <fstream>

namespace dtrace::analysis {

namespace {
bool is_of_kernel(const ast::Symbol &symbol) {
  return symbol.object.empty() || symbol.object == "vmlinux" || is_other_kernel(symbol.object);
}

std::optional<uint64_t> kernel_address(Names &names, const std::string &name) {
  return names.kernel_symbols.address_of("vmlinux", name);
}

// A per-CPU variable's symbol tells where it lies in the first of the areas, so to speak; where
// each CPU's own lies from there is in __per_cpu_offset (include/asm-generic/percpu.h).
Value own_cpus(Context &c, Span span, Expr *address) {
  const uint64_t place = *constant_of(address);
  const auto begin = kernel_address(c, "__per_cpu_start"), end = kernel_address(c, "__per_cpu_end");
  const auto offsets = kernel_address(c, "__per_cpu_offset");
  if (!begin || !end || !offsets || place < *begin || place >= *end)
    return address;
  const Type *wide = c.types.integer(8, true);
  TRY(cpu, builtin_variable(c, span, *find_builtin("cpu")));
  Expr *slot = make_binary(c, span, typed::BinaryOp::Mul, make_convert(c, cpu, wide),
                           make_integer(c, span, wide, sizeof(uint64_t)));
  slot = make_binary(c, span, typed::BinaryOp::Add, slot,
                     make_integer(c, span, wide, static_cast<int64_t>(*offsets)));
  Expr *offset = make_memory(c, span, wide, make_convert(c, slot, c.types.pointer_to(wide)),
                             typed::Space::Kernel);
  Expr *sum = make_binary(c, span, typed::BinaryOp::Add, make_convert(c, address, wide), offset);
  return make_convert(c, sum, address->type);
}

// null: nothing tells.
const Type *type_of(Context &c, const ast::Symbol &symbol) {
  if (const auto written = c.externs.find(symbol.name); written != c.externs.end())
    return written->second;
  return c.types.import_variable(symbol.object, symbol.name);
}

Value address_of_symbol(Context &c, const ast::Symbol &symbol, const Type *type) {
  const std::string object(symbol.object), name(symbol.name);
  const auto address =
      c.kernel_symbols.address_of(is_other_kernel(object) ? "vmlinux" : object, name);
  if (!address)
    return advise(
        fail(Tag::D_IDENT_UNDEF, symbol.span, "failed to resolve %s`%s: Unknown symbol name",
             object.c_str(), name.c_str()),
        !is_of_kernel(symbol) && !is_kernel_module(object)
            ? object + " is neither a module of the kernel nor an object of the target process"
        : !advice_on_foreign_name(name).empty() ? std::string(advice_on_foreign_name(name))
        : c.kernel_symbols.has_data()
            ? ""
            : "this kernel's symbol table has functions only, no variables");
  Expr *place = make_integer(c, symbol.span, c.types.pointer_to(type), *address);
  return own_cpus(c, symbol.span, place);
}
} // namespace

// Null: none, or the program says itself what the symbol is.
InlineRow *symbol_inline(Names &names, const ast::Symbol &symbol) {
  if (!is_of_kernel(symbol))
    return nullptr;
  const auto row = names.inlines.find("__symbol_" + std::string(symbol.name));
  return row == names.inlines.end() || names.externs.contains(symbol.name) ? nullptr : &row->second;
}

namespace {
// Texts that never change while a kernel runs: where it lists no variables, what /proc tells. Of
// these, the kernel's own banner ends with its line.
struct KernelText {
  std::string_view symbol;
  const char *file, *end;
};
constexpr KernelText kernel_texts[] = {
    {"linux_banner", "/proc/version", "\n"},
    {"saved_command_line", "/proc/cmdline", ""},
    {"boot_command_line", "/proc/cmdline", ""},
};

// null: there is no such text.
Expr *kernel_text(Context &c, const ast::Symbol &symbol) {
  const auto row = std::ranges::find(kernel_texts, symbol.name, &KernelText::symbol);
  if (row == std::end(kernel_texts) || !is_of_kernel(symbol) || c.kernel_symbols.has_data())
    return nullptr;
  std::ifstream file(row->file);
  std::string line;
  return std::getline(file, line) ? make_string(c, symbol.span, line + row->end) : nullptr;
}
} // namespace

Value kernel_symbol(Context &c, const ast::Expr &tree) {
  const auto &symbol = static_cast<const ast::Symbol &>(tree);
  if (is_user_symbol(c.input, symbol))
    return user_symbol(c, symbol);
  if (InlineRow *row = symbol_inline(c, symbol); row && !row->is_array)
    return expand_inline(c, tree.span, *row, {});
  if (Expr *text = kernel_text(c, symbol))
    return text;
  const Type *type = type_of(c, symbol);
  TRY(place, address_of_symbol(c, symbol, type ? type : c.types.void_type()));
  const std::string name(symbol.name);
  if (!type)
    return advise(fail(Tag::D_SYM_NOTYPES, tree.span, "the kernel does not give the type of %s`%s",
                       std::string(symbol.object).c_str(), name.c_str()),
                  "declare it: extern TYPE " + name + ";");
  return make_memory(c, tree.span, type, place, typed::Space::Kernel);
}

Value kernel_symbol_address(Context &c, const ast::Symbol &symbol) {
  if (is_user_symbol(c.input, symbol))
    return user_symbol_address(c, symbol);
  const Type *type = type_of(c, symbol);
  return address_of_symbol(c, symbol, type ? type : c.types.void_type());
}

} // namespace dtrace::analysis
