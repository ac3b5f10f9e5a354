// Stage: analysis. Places within places: members of structures, elements of arrays, memory behind
// pointers, and addresses. A part of a variable is the variable with an offset; a part of memory is
// memory at a greater address.
#include "analysis/context.h"

#include "syntax/ast.h"

namespace dtrace::analysis {

bool is_place(const Expr *value) {
  return value->kind == typed::ExprKind::Variable || value->kind == typed::ExprKind::Memory;
}

typed::Space space_of(const Type *pointer) {
  return pointer->strip()->userland ? typed::Space::User : typed::Space::Kernel;
}

Value part_of(TypedNodes &nodes, Span span, Expr *place, Expr *offset, const Type *type) {
  offset = make_convert(nodes, offset, nodes.types.integer(8, true));
  if (place->kind == typed::ExprKind::Memory) {
    const auto *memory = static_cast<typed::MemoryPlace *>(place);
    TRY(address, address_plus(nodes, span, memory->address, offset));
    return make_memory(nodes, span, type, address, memory->space);
  }
  const auto *variable = static_cast<typed::VariablePlace *>(place);
  auto *part = make_node<typed::VariablePlace>(nodes, typed::ExprKind::Variable, type, span);
  part->variable = variable->variable;
  part->keys = variable->keys;
  part->offset = variable->offset
                     ? make_binary(nodes, span, typed::BinaryOp::Add, variable->offset, offset)
                     : offset;
  return part;
}

// A pointer of a 32-bit program is as wide as all others once it is read.
static Expr *widened(TypedNodes &nodes, Expr *place) {
  const Type *type = place->type->strip();
  if (!is_place(place) || type->kind != TypeKind::Pointer || type->size == 8)
    return place;
  place->type = nodes.types.integer(type->size, false);
  return make_convert(nodes, place, nodes.types.pointer_to(type->target, type->userland));
}

// A string in memory is read as the array of char that it is.
static Value typed_part(TypedNodes &nodes, Span span, Expr *base, Expr *offset, const Type *type) {
  const bool text = type->is_string() && base->kind == typed::ExprKind::Memory;
  TRY(part, part_of(nodes, span, base, offset,
                    text ? nodes.types.array_of(nodes.types.basic(ast::Char), type->strip()->size) : type));
  return type->is_string() ? to_string(nodes, part) : widened(nodes, part);
}

// ---- Members ---------------------------------------------------------------------------------

namespace {
void set_bits(Expr *place, typed::BitField bits) {
  if (place->kind == typed::ExprKind::Memory)
    static_cast<typed::MemoryPlace *>(place)->bits = bits;
  else
    static_cast<typed::VariablePlace *>(place)->bits = bits;
}

// A bit-field is read through the smallest aligned integer that holds it, which never reaches
// behind the end of its struct.
Value bit_field(TypedNodes &nodes, Span span, Expr *base, const FoundMember &found) {
  const Type *type = found.member->type->strip();
  const uint64_t bits = found.member->bit_size;
  for (uint64_t unit = 8; unit <= 64; unit *= 2) {
    const uint64_t shift = found.bit_offset % unit;
    if (shift + bits > unit)
      continue;
    const Type *container =
        unit == type->size * 8 ? found.member->type : nodes.types.integer(unit / 8, type->is_signed);
    const int64_t offset = (found.bit_offset - shift) / 8;
    Expr *bytes = make_integer(nodes, span, nodes.types.integer(8, true), offset);
    TRY(part, part_of(nodes, span, base, bytes, container));
    set_bits(part, {static_cast<uint32_t>(shift), static_cast<uint32_t>(bits)});
    return part;
  }
  return fail(Tag::D_TYPE_ERR, span, "bit-field %s crosses a 64-bit boundary",
              std::string(found.member->name).c_str());
}

Value structure_member(Context &c, const ast::MemberAccess &tree, Expr *base) {
  const Type *type = base->type->strip();
  const auto found = find_member(*type, tree.name);
  if (!found && base->kind == typed::ExprKind::Memory) {
    Expr *address = static_cast<typed::MemoryPlace *>(base)->address;
    TRY(other, member_elsewhere(c, tree.span, tree.name,
                                make_retyped(c, address, c.types.pointer_to(type))));
    if (other)
      return other;
  }
  if (!found)
    return advise(fail(Tag::D_TYPE_MEMBER, tree.span, "%s is not a member of %s",
                       std::string(tree.name).c_str(), type_name(base->type).c_str()),
                  instead_of(tree.name, member_names(*type)));
  if (!is_place(base))
    return fail(Tag::D_OP_LVAL, tree.span, "a member can be read only from a structure in memory");
  if (found->member->is_bit_field())
    return bit_field(c, tree.span, base, *found);
  const int64_t offset = found->bit_offset / 8;
  return typed_part(c, tree.span, base,
                    make_integer(c, tree.span, c.types.integer(8, true), offset),
                    found->member->type);
}

Result<void> wants_structure(const ast::MemberAccess &tree, const Type *type, const TypeGraph &types) {
  const char *op = tree.arrow ? "->" : ".";
  if (type->is(TypeKind::Forward))
    return advise(fail(Tag::D_OP_INCOMPLETE, tree.span,
                            "left operand of %s is of incomplete type %s", op, type_name(type).c_str()),
                       types.problem());
  if (!type->is_struct_or_union())
    return fail(Tag::D_OP_SOU, tree.span, "left operand of %s must be a structure or union, not %s",
                op, type_name(type).c_str());
  return {};
}

// p->m where p points to T: a forward declaration in a program may name a type of the kernel.
const Type *completed(TypeGraph &types, const Type *type) {
  const Type *plain = type->strip();
  if (plain->kind != TypeKind::Forward || plain->name.empty())
    return type;
  const Type *found = types.find(plain->forward_kind, plain->name);
  if (found && found->kind == TypeKind::Forward)
    found = types.find_in("", plain->forward_kind, plain->name);
  return found ? found : type;
}
} // namespace

Value member(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::MemberAccess &>(tree);
  TRY(base, expression(c, *node.base));
  if (base->kind == translated_kind)
    return translated_member(c, node, *static_cast<Translated *>(base));
  if (!node.arrow) {
    if (base->type->is_pointer())
      return advise(fail(Tag::D_OP_SOU, tree.span, "left operand of . is a pointer, %s",
                         type_name(base->type).c_str()),
                    "write -> to reach a member through a pointer");
    TRY_VOID(wants_structure(node, base->type, c.types));
    return structure_member(c, node, base);
  }
  TRY(pointer, decay(c, base));
  if (!pointer->type->is_pointer()) {
    auto failure = fail(Tag::D_OP_PTR, tree.span, "left operand of -> must be a pointer, not %s",
                        type_name(pointer->type).c_str());
    const bool dot = pointer->type->is_struct_or_union();
    return advise(std::move(failure), dot ? "write . to reach a member of a structure" : "");
  }
  const Type *target = completed(c.types, pointer->type->strip()->target);
  TRY_VOID(wants_structure(node, target, c.types));
  return structure_member(c, node,
                          make_memory(c, tree.span, target, pointer, space_of(pointer->type)));
}

// ---- Pointers --------------------------------------------------------------------------------

Value dereference(Context &c, const ast::Unary &tree) {
  TRY(raw, operand(c, *tree.operand, Tag::D_DEREF_NONPTR));
  if (raw->kind == translated_kind && raw->type->is_pointer()) {
    const auto *translated = static_cast<Translated *>(raw);
    return make_translated(c, tree.span, raw->type->strip()->target, translated->row,
                           translated->input);
  }
  TRY(checked, reject_dynamic(raw, "operand of *"));
  if (checked->type->is_string())
    checked = text_pointer(c, checked);
  TRY(pointer, decay(c, checked));
  if (!pointer->type->is_pointer())
    return fail(Tag::D_DEREF_NONPTR, tree.span, "* requires a pointer, not %s",
                type_name(pointer->type).c_str());
  const Type *target = completed(c.types, pointer->type->strip()->target);
  if (target->is(TypeKind::Void))
    return advise(fail(Tag::D_DEREF_VOID, tree.span, "%s cannot be dereferenced",
                       type_name(pointer->type).c_str()),
                  "cast it to a pointer to what it points to: *(int *)p");
  if (target->is(TypeKind::Function))
    return fail(Tag::D_DEREF_FUNC, tree.span, "a pointer to a function cannot be dereferenced");
  if (target->is(TypeKind::Forward))
    return fail(Tag::D_OP_INCOMPLETE, tree.span,
                "* cannot be applied to a pointer to incomplete "
                "type %s",
                type_name(target).c_str());
  if (target->is_string())
    return to_string(c, pointer);
  return widened(c, make_memory(c, tree.span, target, pointer, space_of(pointer->type)));
}

// &row[1], &pair.n: as an array of one its address is a value.
static Value part_address(TypedNodes &nodes, Span span, typed::VariablePlace *part) {
  if (part->bits)
    return fail(Tag::D_ADDROF_BITFIELD, span, "& cannot be applied to a bit-field");
  Expr *none = make_integer(nodes, span, nodes.types.integer(8, true), 0);
  TRY(one, part_of(nodes, span, part, none, nodes.types.array_of(part->type, 1)));
  return decay(nodes, one);
}

Value address_of(Context &c, const ast::Unary &tree) {
  if (tree.operand->kind == ast::ExprKind::Symbol)
    return kernel_symbol_address(c, static_cast<const ast::Symbol &>(*tree.operand));
  TRY(place, operand(c, *tree.operand, Tag::D_ADDROF_VAR));
  if (place->kind == translated_kind && !place->type->is_pointer()) {
    const auto *translated = static_cast<Translated *>(place);
    return make_translated(c, tree.span, c.types.pointer_to(place->type), translated->row,
                           translated->input);
  }
  if (place->kind == typed::ExprKind::ToString && place->type->is_string())
    return text_pointer(c, place); // a string in a structure
  if (place->kind == typed::ExprKind::Variable &&
      static_cast<typed::VariablePlace *>(place)->offset)
    return part_address(c, tree.span, static_cast<typed::VariablePlace *>(place));
  if (place->kind == typed::ExprKind::Variable)
    return fail(Tag::D_ADDROF_VAR, tree.span,
                "D variables have no address: & cannot be applied "
                "to %s",
                std::string(tree.operand->span.text()).c_str());
  if (place->kind != typed::ExprKind::Memory)
    return fail(Tag::D_ADDROF_LVAL, tree.span, "& requires something in memory");
  const auto *memory = static_cast<typed::MemoryPlace *>(place);
  if (memory->bits)
    return fail(Tag::D_ADDROF_BITFIELD, tree.span, "& cannot be applied to a bit-field");
  const bool user = memory->space == typed::Space::User;
  return make_convert(c, memory->address, c.types.pointer_to(place->type, user));
}

// ---- Elements --------------------------------------------------------------------------------

namespace {
Value array_part(TypedNodes &nodes, Span span, Expr *array, Expr *count) {
  const Type *type = array->type->strip(), *element = type->target;
  if (const int64_t *known = constant_of(count); known && type->count)
    if (*known < 0 || static_cast<uint64_t>(*known) >= type->count)
      return fail(Tag::D_ARR_BOUNDS, span, "index %lld is out of bounds: %s has %llu elements",
                  static_cast<long long>(*known), type_name(array->type).c_str(),
                  static_cast<unsigned long long>(type->count));
  const Type *wide = nodes.types.integer(8, true);
  Expr *offset = make_binary(nodes, span, typed::BinaryOp::Mul, make_convert(nodes, count, wide),
                             make_integer(nodes, span, wide, element->size));
  return typed_part(nodes, span, array, offset, element);
}

Value memory_element(Context &c, const ast::Index &tree, Expr *base) {
  if (tree.indexes.size() != 1)
    return fail(Tag::D_ARR_BADREF, tree.span, "%s takes one index, not %zu",
                type_name(base->type).c_str(), tree.indexes.size());
  TRY(count, value_of(c, *tree.indexes[0]));
  if (!count->type->is_integer())
    return fail(Tag::D_OP_INT, tree.indexes[0]->span, "an array's index must be an integer, not %s",
                type_name(count->type).c_str());
  if (base->type->is(TypeKind::Array) && is_place(base))
    return array_part(c, tree.span, base, count);
  const Type *element = completed(c.types, base->type->strip()->target);
  if (element->is(TypeKind::Void))
    return fail(Tag::D_DEREF_VOID, tree.span, "%s cannot be indexed",
                type_name(base->type).c_str());
  if (element->is(TypeKind::Function))
    return fail(Tag::D_DEREF_FUNC, tree.span, "a pointer to a function cannot be indexed");
  if (!element->is_complete() && !element->is(TypeKind::Array))
    return fail(Tag::D_OP_INCOMPLETE, tree.span,
                "elements of incomplete type %s cannot be accessed", type_name(element).c_str());
  if (element->is_string())
    return fail(Tag::D_OP_INCOMPLETE, tree.span,
                "strings in memory have no size, so they cannot be indexed");
  Expr *place = make_memory(c, tree.span, element, base, space_of(base->type));
  const Type *wide = c.types.integer(8, true);
  Expr *offset = make_binary(c, tree.span, typed::BinaryOp::Mul, make_convert(c, count, wide),
                             make_integer(c, tree.span, wide, element->size));
  return part_of(c, tree.span, place, offset, element);
}

// name[…], where the name decides: an inline, an associative array, a built-in array, or a variable
// that holds a pointer or an array of C.
Value named_element(Context &c, const ast::Index &tree, const ast::Identifier &name, bool &done) {
  done = true;
  const typed::Scope scope = scope_of(name.scope);
  const bool global = name.scope == ast::Scope::Global;
  for (const NamedValue &local : c.locals)
    if (global && local.name == name.name) {
      done = false;
      return nullptr;
    }
  if (global)
    TRY_VOID(note_use(c, tree.span, name.name));
  if (auto row = c.inlines.find(name.name); global && row != c.inlines.end())
    if (row->second.is_array)
      return inline_element(c, tree, row->second);
  TRY(variable, find_variable(c, scope, name.name));
  if (variable && variable->is_array)
    return array_element(c, tree, variable);
  const Builtin *row = global ? find_builtin(name.name) : nullptr;
  if (!variable && row && row->kind == BuiltinKind::Array)
    return builtin_element(c, tree, *row);
  done = false;
  return nullptr;
}
} // namespace

Value index(Context &c, const ast::Expr &tree) {
  const auto &node = static_cast<const ast::Index &>(tree);
  if (node.base->kind == ast::ExprKind::Identifier) {
    bool done;
    TRY(element, named_element(c, node, static_cast<const ast::Identifier &>(*node.base), done));
    if (done)
      return element;
  }
  if (node.base->kind == ast::ExprKind::Symbol)
    if (InlineRow *row = symbol_inline(c, static_cast<const ast::Symbol &>(*node.base));
        row && row->is_array)
      return inline_element(c, node, *row);
  TRY(raw, expression(c, *node.base));
  TRY(base, reject_dynamic(raw, "indexed value"));
  if (base->type->is_string())
    base = text_pointer(c, base);
  if (!base->type->is_pointer() && !base->type->is(TypeKind::Array)) {
    const bool local =
        base->kind == typed::ExprKind::Variable &&
        static_cast<typed::VariablePlace *>(base)->variable->scope == typed::Scope::This;
    return fail(local ? Tag::D_ARR_LOCAL : Tag::D_ARR_BADREF, tree.span,
                "%s is not an array or a pointer but a value of type %s",
                std::string(node.base->span.text()).c_str(), type_name(base->type).c_str());
  }
  TRY(element, memory_element(c, node, base));
  return widened(c, element);
}

} // namespace dtrace::analysis
