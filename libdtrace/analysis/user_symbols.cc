// Stage: analysis. Data of a process by name: pid123`x, pid$target`libc.so.6`x, a.out`x of the target.
// Where it lies, the process's mappings and the object's symbol table tell; what it is, the object's
// DWARF or CTF. It is read in the process that fires the probe, which should be that one.
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

namespace {
Result<UserPlace> place_of(Context &c, const ast::Symbol &symbol) {
  const UserScope scope = *parse_user_scope(symbol.object, c.input.target);
  const std::string object(symbol.object), name(symbol.name);
  if (!scope.process)
    return advise(fail(Tag::D_SYM_BADREF, symbol.span, "%s`%s: there is no target process",
                       object.c_str(), name.c_str()),
                  "name it with -p, start it with -c, or write its number: pid123`" + name);
  if (const auto place = c.user_symbols.address_of(scope, name))
    return *place;
  const auto file = c.user_symbols.file_of(scope);
  return advise(fail(Tag::D_IDENT_UNDEF, symbol.span, "failed to resolve %s`%s: %s", object.c_str(),
                     name.c_str(), file ? "Unknown symbol name" : "No such object in the process"),
                file ? "" : "a program started with -c has loaded only its executable so far");
}

const Type *type_of(Context &c, const ast::Symbol &symbol) {
  if (const auto written = c.externs.find(symbol.name); written != c.externs.end())
    return written->second;
  return c.types.import_variable(symbol.object, symbol.name);
}
} // namespace

bool is_user_symbol(const AnalysisInput &input, const ast::Symbol &symbol) {
  return parse_user_scope(symbol.object, input.target).has_value();
}

Value user_symbol_address(Context &c, const ast::Symbol &symbol) {
  TRY(place, place_of(c, symbol));
  const Type *type = place.is_function ? nullptr : type_of(c, symbol);
  const Type *pointer = c.types.pointer_to(type ? type : c.types.void_type(), true);
  return make_integer(c, symbol.span, pointer, static_cast<int64_t>(place.address));
}

Value user_symbol(Context &c, const ast::Symbol &symbol) {
  TRY(place, place_of(c, symbol));
  const std::string object(symbol.object), name(symbol.name);
  if (place.is_function)
    return advise(fail(Tag::D_SYM_BADREF, symbol.span, "%s`%s is a function, not a variable",
                       object.c_str(), name.c_str()),
                  "its address is &" + object + "`" + name);
  const Type *type = type_of(c, symbol);
  if (!type)
    return advise(fail(Tag::D_SYM_NOTYPES, symbol.span,
                       "the object has no type data for %s`%s (DWARF or CTF)", object.c_str(),
                       name.c_str()),
                  "give its type: *(userland int *)&" + object + "`" + name + ", or extern TYPE " +
                      name + ";");
  TRY(address, user_symbol_address(c, symbol));
  return make_memory(c, symbol.span, type, address, typed::Space::User);
}

} // namespace dtrace::analysis
