// Stage: analysis. Data of the kernel by name: `jiffies, ext4`some_counter. The kernel's symbol
// table tells where it lies but not what it is, so a program declares it as in C:
//     extern unsigned long avenrun[3];    BEGIN { trace(`avenrun[0]); }
// The address alone needs no declaration: &`avenrun. Names that other systems' kernels have are
// inlines of a library: `hz is its __symbol_hz.
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
bool is_user_object(std::string_view object) {
  return object.starts_with("pid") && object.find_first_of("0123456789") == 3;
}

Result<uint64_t> address_of_symbol(Context &c, const ast::Symbol &symbol) {
  const std::string object(symbol.object), name(symbol.name);
  if (is_user_object(object))
    return fail(Tag::D_SYM_BADREF, symbol.span, "symbols of a process can not be read by name");
  if (const auto address = c.kernel_symbols.address_of(object, name))
    return *address;
  return fail(Tag::D_IDENT_UNDEF, symbol.span, "failed to resolve %s`%s: Unknown symbol name",
              object.c_str(), name.c_str());
}
} // namespace

// Null: none, or the program says itself what the symbol is.
InlineRow *symbol_inline(Context &c, const ast::Symbol &symbol) {
  const auto row = c.inlines.find("__symbol_" + std::string(symbol.name));
  return row == c.inlines.end() || c.externs.contains(symbol.name) ? nullptr : &row->second;
}

Value kernel_symbol(Context &c, const ast::Expr &tree) {
  const auto &symbol = static_cast<const ast::Symbol &>(tree);
  const std::string name(symbol.name);
  if (InlineRow *row = symbol_inline(c, symbol); row && !row->is_array)
    return expand_inline(c, tree.span, *row, {});
  TRY(address, address_of_symbol(c, symbol));
  const auto type = c.externs.find(name);
  if (type == c.externs.end())
    return advise(fail(Tag::D_SYM_NOTYPES, tree.span, "the kernel does not tell the type of %s`%s",
                       std::string(symbol.object).c_str(), name.c_str()),
                  "declare it: extern TYPE " + name + ";");
  Expr *place = make_integer(c, tree.span, c.types.pointer_to(type->second), address);
  return make_memory(c, tree.span, type->second, place, typed::Space::Kernel);
}

Value kernel_symbol_address(Context &c, const ast::Symbol &symbol) {
  const auto type = c.externs.find(symbol.name);
  const Type *target = type == c.externs.end() ? c.types.void_type() : type->second;
  TRY(address, address_of_symbol(c, symbol));
  return make_integer(c, symbol.span, c.types.pointer_to(target), address);
}

} // namespace dtrace::analysis
