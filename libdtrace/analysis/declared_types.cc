// Stage: analysis. Types as written to types of the graph: specifiers (`unsigned int`, `struct foo
// { … }`), declarators (`*a[3]`, `(*f)(int)`, `a[string, int]`) and what C and D forbid of them.
#include "analysis/context.h"

#include "language/kernel_names.h"
#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

Result<int64_t> constant_expression(Context &c, const ast::Expr &tree, Tag tag, const char *what) {
  TRY(value, value_of(c, tree));
  const int64_t *constant = constant_of(value);
  if (!constant || !value->type->is_integer())
    return fail(tag, tree.span, "%s must be an integer constant", what);
  return *constant;
}

// ---- Basic types -----------------------------------------------------------------------------

namespace {
// Sets of words that do not go together: any of `these` with any of `those`.
struct ForbiddenRow {
  uint32_t these, those;
  Tag tag;
  const char *message;
};
constexpr uint32_t sizes = ast::Short | ast::Long | ast::LongLong;
constexpr uint32_t signs = ast::Signed | ast::Unsigned;
constexpr uint32_t others = ast::Float | ast::Double | ast::StringWord | ast::Bool;
constexpr ForbiddenRow forbidden_rows[] = {
    {ast::Char, sizes, Tag::D_DECL_CHARATTR, "char cannot be short or long"},
    {ast::Void, sizes | signs, Tag::D_DECL_VOIDATTR,
     "void cannot be signed, unsigned, short or long"},
    {signs, others, Tag::D_DECL_SIGNINT, "signed and unsigned apply to integer types only"},
    {ast::Short | ast::LongLong, others, Tag::D_DECL_LONGINT,
     "short and long apply to integer types only"},
    {ast::Long, ast::Float | ast::StringWord | ast::Bool, Tag::D_DECL_LONGINT,
     "short and long apply to integer types only"},
    {ast::Signed, ast::Unsigned, Tag::D_DECL_COMBO, "signed and unsigned exclude each other"},
    {ast::Short, ast::Long | ast::LongLong, Tag::D_DECL_COMBO, "short and long exclude each other"},
};

Result<const Type *> basic_type(Context &c, const ast::DeclSpecifiers &specifiers) {
  for (const ForbiddenRow &row : forbidden_rows)
    if ((specifiers.words & row.these) && (specifiers.words & row.those))
      return fail(row.tag, specifiers.span, "%s", row.message);
  if (specifiers.words & ast::ComplexWord)
    return fail(Tag::D_DECL_COMBO, specifiers.span, "D has no complex types");
  const Type *type = c.types.basic(specifiers.words);
  if (!type)
    return fail(Tag::D_DECL_COMBO, specifiers.span, "%s is not a type",
                std::string(specifiers.span.text()).c_str());
  return type;
}

// ---- Structures and unions -------------------------------------------------------------------

Result<void> check_bit_field(const ast::Member &member, const Declared &written, int64_t bits) {
  const Type *type = written.type;
  if (!type->is_integer())
    return fail(Tag::D_DECL_BFTYPE, member.span, "a bit-field must be of integer type, not %s",
                type_name(type).c_str());
  const int64_t most = type->strip()->size * 8;
  if (bits < 0 || bits > most || (bits == 0 && !written.name.empty()))
    return fail(Tag::D_DECL_BFSIZE, member.span, "a bit-field of %lld bits does not fit in %s",
                static_cast<long long>(bits), type_name(type).c_str());
  return {};
}

Result<void> check_member_type(const ast::Member &member, const Declared &written, bool last) {
  const Type *type = written.type;
  if (written.tuple)
    return fail(Tag::D_DECL_DYNOBJ, member.span,
                "an associative array cannot be a member of a structure");
  if (type->is(TypeKind::Void))
    return fail(Tag::D_DECL_VOIDOBJ, member.span, "a member cannot be of type void");
  if (type->is(TypeKind::Array) && type->strip()->count == 0 && last)
    return {};
  if (!type->is_complete())
    return fail(Tag::D_DECL_INCOMPLETE, member.span, "a member cannot be of incomplete type %s",
                type_name(type).c_str());
  return {};
}

// A string that is part of something has a size.
const Type *part_type(Context &c, const Type *type) {
  if (!type->is_string())
    return type;
  const uint64_t size = c.input.options.number("strsize"); // a pragma may have set it
  return c.types.string_of(((size ? size : 256) + 7) / 8 * 8);
}

Result<TypeGraph::MemberSpec> member_spec(Context &c, const ast::Member &member, bool last) {
  if (member.specifiers->storage != ast::StorageClass::None)
    return fail(Tag::D_DECL_SCOPE, member.span, "a member has no storage class");
  TRY(base, specified_type(c, *member.specifiers));
  TRY(written, declared(c, base, member.declarator, member.specifiers->is_userland));
  if (!member.declarator && !member.bits && !base->is_struct_or_union())
    return fail(Tag::D_DECL_USELESS, member.span, "declaration declares no member");
  TypeGraph::MemberSpec spec{written.name, written.type, std::nullopt};
  if (member.bits) {
    TRY(bits, constant_expression(c, *member.bits, Tag::D_DECL_BFCONST, "a bit-field's width"));
    TRY_VOID(check_bit_field(member, written, bits));
    spec.bits = bits;
    return spec;
  }
  TRY_VOID(check_member_type(member, written, last));
  spec.type = part_type(c, written.type);
  return spec;
}

// A module of the kernel has the kernel's types, too; one that is built in has no others.
bool has_kernel_types(std::string_view object) {
  return is_other_kernel(object) || is_kernel_module(object);
}

// A type that is not declared here, where its scope says. Null: there is none.
const Type *known_type(TypeGraph &types, TypeKind kind, const ast::DeclSpecifiers &specifiers) {
  if (!specifiers.object.empty())
    if (const Type *found = types.find_in(specifiers.object, kind, specifiers.name))
      return found;
  const bool is_anywhere = specifiers.object.empty() || has_kernel_types(specifiers.object);
  return is_anywhere ? types.find(kind, specifiers.name) : nullptr;
}

Failure no_such_type(const ast::DeclSpecifiers &specifiers) {
  Failure failure = fail(Tag::D_TYPE_ERR, specifiers.span, "there is no type %s",
                         std::string(specifiers.span.text()).c_str());
  if (!specifiers.object.empty())
    failure.error().advice =
        std::string(specifiers.object) +
        " is neither a module of the kernel nor an object of the target process that "
        "has this type";
  return failure;
}

Result<const Type *> structure(Context &c, const ast::DeclSpecifiers &specifiers) {
  const TypeKind kind =
      specifiers.kind == ast::TypeWordKind::Struct ? TypeKind::Struct : TypeKind::Union;
  if (!specifiers.has_body) {
    if (const Type *found = known_type(c.types, kind, specifiers))
      return found;
    if (!specifiers.object.empty() && !has_kernel_types(specifiers.object))
      return no_such_type(specifiers);
    return c.types.declare_struct(kind, specifiers.name);
  }
  Type *type = c.types.declare_struct(kind, specifiers.name);
  const char *word = kind == TypeKind::Struct ? "struct" : "union";
  if (type->kind != TypeKind::Forward) {
    if (!may_replace_type(c, specifiers.span, word, specifiers.name))
      return fail(Tag::D_DECL_TYPERED, specifiers.span, "%s is declared twice",
                  type_name(type).c_str());
    c.types.forget(kind, specifiers.name);
    type = c.types.declare_struct(kind, specifiers.name);
  } else if (!specifiers.name.empty()) {
    may_replace_type(c, specifiers.span, word, specifiers.name);
  }
  std::vector<TypeGraph::MemberSpec> specs;
  std::set<std::string_view> names;
  for (const ast::Member &member : specifiers.members) {
    TRY(spec, member_spec(c, member, &member == &specifiers.members.back()));
    if (!spec.name.empty() && !names.insert(spec.name).second)
      return fail(Tag::D_DECL_MNAME, member.span, "member %s is declared twice",
                  std::string(spec.name).c_str());
    specs.push_back(spec);
  }
  c.types.complete_struct(type, kind, specs);
  return type;
}

// ---- Enumerations ----------------------------------------------------------------------------

Result<std::vector<TypeEnumerator>> enumerators(Context &c, const ast::DeclSpecifiers &specifiers) {
  std::vector<TypeEnumerator> list;
  int64_t next = 0;
  for (const ast::Enumerator &written : specifiers.enumerators) {
    const std::string name(written.name);
    const auto earlier = [&](const TypeEnumerator &other) { return other.name == name; };
    if (std::ranges::any_of(list, earlier) || !may_declare(c, written.span, name))
      return fail(Tag::D_DECL_IDRED, written.span, "%s is declared twice", name.c_str());
    if (written.value) {
      // Enumerators of the same list may be named: they are inlines of this list until it ends.
      const size_t before = c.locals.size();
      for (const TypeEnumerator &other : list)
        c.locals.push_back(
            {other.name, make_integer(c, written.span, c.types.int_type(), other.value)});
      const auto value =
          constant_expression(c, *written.value, Tag::D_DECL_ENCONST, "an enumerator's value");
      c.locals.resize(before);
      TRY(constant, value);
      next = constant;
    }
    // GNU C: EPOLLET = 1u << 31
    const int64_t most = written.value ? int64_t{UINT32_MAX} : INT32_MAX;
    if (next < INT32_MIN || next > most)
      return fail(Tag::D_DECL_ENOFLOW, written.span,
                  "the value of enumerator %s does not fit in an int", name.c_str());
    list.push_back({c.types.intern(name), next++});
  }
  return list;
}

Result<const Type *> enumeration(Context &c, const ast::DeclSpecifiers &specifiers) {
  if (!specifiers.has_body) {
    const Type *found = known_type(c.types, TypeKind::Enum, specifiers);
    return found ? Result<const Type *>(found) : no_such_type(specifiers);
  }
  if (!specifiers.name.empty() && c.types.find(TypeKind::Enum, specifiers.name, false) &&
      !may_replace_type(c, specifiers.span, "enum", specifiers.name))
    return fail(Tag::D_DECL_TYPERED, specifiers.span, "enum %s is declared twice",
                std::string(specifiers.name).c_str());
  TRY(list, enumerators(c, specifiers));
  if (!specifiers.name.empty())
    may_replace_type(c, specifiers.span, "enum", specifiers.name);
  return c.types.declare_enum(specifiers.name, std::move(list));
}

Result<const Type *> typedef_name(Context &c, const ast::DeclSpecifiers &specifiers) {
  if (const Type *found = known_type(c.types, TypeKind::Typedef, specifiers))
    return found;
  if (const auto why = c.disabled.find(specifiers.name); why != c.disabled.end())
    return error_at_use(specifiers.span, why->first, why->second);
  return no_such_type(specifiers);
}

// `unsigned pid_t`, `long struct foo`, `int foo_t`: words of a basic type beside another type.
Result<void> check_words(const ast::DeclSpecifiers &specifiers) {
  if (specifiers.kind == ast::TypeWordKind::Basic || !specifiers.words)
    return {};
  if (specifiers.words & signs)
    return fail(Tag::D_DECL_SIGNINT, specifiers.span,
                "signed and unsigned go with char, short, int and long, not with the name of a type");
  if (specifiers.words & sizes)
    return fail(Tag::D_DECL_LONGINT, specifiers.span,
                "short and long go with int and double, not with the name of a type");
  return fail(Tag::D_DECL_COMBO, specifiers.span, "two types are given: %s",
              std::string(specifiers.span.text()).c_str());
}
} // namespace

Result<const Type *> specified_type(Context &c, const ast::DeclSpecifiers &specifiers) {
  TRY_VOID(check_words(specifiers));
  using Maker = Result<const Type *> (*)(Context &, const ast::DeclSpecifiers &);
  constexpr Maker makers[] = {basic_type, structure, structure, enumeration, typedef_name};
  if (const auto it = c.specified.find(&specifiers); it != c.specified.end())
    return it->second;
  TRY(type, makers[static_cast<size_t>(specifiers.kind)](c, specifiers));
  if (specifiers.is_const)
    type = c.types.qualified(type, TypeKind::Const);
  if (specifiers.is_volatile)
    type = c.types.qualified(type, TypeKind::Volatile);
  if (specifiers.has_body)
    c.specified[&specifiers] = type;
  return type;
}

// ---- Declarators -----------------------------------------------------------------------------

namespace {
constexpr int64_t largest_array = int64_t{1} << 31; // bytes

Result<const Type *> array_type(Context &c, const Type *element, const ast::Declarator &written) {
  if (element->is(TypeKind::Function) || element->is(TypeKind::Void))
    return fail(Tag::D_DECL_COMBO, written.span, "an array cannot have elements of type %s",
                type_name(element).c_str());
  element = part_type(c, element);
  if (!written.size)
    return c.types.array_of(element, 0);
  TRY(count, constant_expression(c, *written.size, Tag::D_DECL_ARRSUB, "an array's size"));
  if (count <= 0)
    return fail(Tag::D_DECL_ARRSUB, written.size->span, "an array cannot have %lld elements",
                static_cast<long long>(count));
  if (count > largest_array / std::max<int64_t>(1, element->strip()->size))
    return fail(Tag::D_DECL_ARRBIG, written.size->span, "an array of %lld elements is too large",
                static_cast<long long>(count));
  return c.types.array_of(element, count);
}

Result<const Type *> function_type(Context &c, const Type *result, const ast::Declarator &written) {
  if (result->is(TypeKind::Function) || result->is(TypeKind::Array))
    return fail(Tag::D_DECL_COMBO, written.span, "a function cannot return %s",
                type_name(result).c_str());
  TRY(parameters, parameter_types(c, written));
  std::vector<const Type *> types;
  for (const NamedType &parameter : parameters)
    types.push_back(parameter.type);
  return c.types.function(result, std::move(types), written.variadic);
}
} // namespace

// Of an associative array's keys, an inline's parameters, a function's: `(void)` is none.
Result<std::vector<NamedType>> parameter_types(Context &c, const ast::Declarator &declarator) {
  const bool function = declarator.kind == ast::DeclaratorKind::Function;
  std::vector<NamedType> types;
  if (declarator.variadic && !function)
    return fail(Tag::D_DECL_PROTO_VARARGS, declarator.span,
                "a variable number of keys cannot be declared");
  for (const ast::Parameter &written : declarator.parameters) {
    if (written.specifiers->storage != ast::StorageClass::None)
      return fail(Tag::D_DECL_PARMCLASS, written.span, "a parameter has no storage class");
    TRY(base, specified_type(c, *written.specifiers));
    TRY(parameter, declared(c, base, written.declarator, written.specifiers->is_userland));
    if (parameter.tuple)
      return fail(Tag::D_DECL_PROTO_TYPE, written.span,
                  "an associative array cannot be a parameter");
    if (parameter.type->is(TypeKind::Void)) {
      if (declarator.parameters.size() > 1)
        return fail(Tag::D_DECL_PROTO_VOID, written.span, "void must be the only parameter");
      if (!parameter.name.empty())
        return fail(Tag::D_DECL_PROTO_NAME, written.span, "parameter void cannot have a name");
      if (!function)
        return fail(Tag::D_DECL_PROTO_VOID, written.span, "a key cannot be of type void");
      return types;
    }
    const Type *type = parameter.type;
    if (type->is(TypeKind::Array))
      type = c.types.pointer_to(type->strip()->target);
    types.push_back({parameter.name, type, written.span});
  }
  return types;
}

Result<Declared> declared(Context &c, const Type *base, const ast::Declarator *declarator,
                          bool userland) {
  Declared result{.type = base};
  for (; declarator; declarator = declarator->inner) {
    switch (declarator->kind) {
    case ast::DeclaratorKind::Name:
      result.name = declarator->name;
      result.span = declarator->span;
      return result;
    case ast::DeclaratorKind::Pointer:
      result.type = c.types.pointer_to(result.type, userland);
      if (declarator->is_const)
        result.type = c.types.qualified(result.type, TypeKind::Const);
      break;
    case ast::DeclaratorKind::Array: {
      TRY(array, array_type(c, result.type, *declarator));
      result.type = array;
      break;
    }
    case ast::DeclaratorKind::Function: {
      TRY(function, function_type(c, result.type, *declarator));
      result.type = function;
      break;
    }
    case ast::DeclaratorKind::Tuple: {
      TRY(keys, parameter_types(c, *declarator));
      if (result.tuple || !declarator->inner ||
          declarator->inner->kind != ast::DeclaratorKind::Name)
        return fail(Tag::D_DECL_DYNOBJ, declarator->span,
                    "only a variable can be an associative array");
      result.tuple = std::move(keys);
      break;
    }
    }
  }
  return result;
}

Result<const Type *> named_type(Context &c, const ast::TypeName &name) {
  TRY(base, specified_type(c, *name.specifiers));
  TRY(written, declared(c, base, name.declarator, name.specifiers->is_userland));
  if (written.tuple)
    return fail(Tag::D_DECL_DYNOBJ, name.span, "an associative array is not a type");
  return written.type;
}

} // namespace dtrace::analysis
