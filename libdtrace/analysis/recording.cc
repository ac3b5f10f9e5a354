// Stage: analysis. The actions that record a value as it is: trace, tracemem, print, printm, pcap,
// stacks. How a value is laid down follows from its type alone.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <dtrace/abi/packet.h>
#include <dtrace/abi/stack.h>

#include <algorithm>

namespace dtrace::analysis {

namespace {
constexpr int64_t largest_bytes = 32768; // of one value recorded as bytes

// ---- Fields ----------------------------------------------------------------------------------

Field bytes_field(const Type *type, uint32_t size) {
  return {.kind = FieldKind::Bytes, .size = size, .type = type};
}

bool is_probe_name(const Expr *value) {
  if (value->kind != typed::ExprKind::Builtin)
    return false;
  const Generator generator = static_cast<const typed::BuiltinExpr *>(value)->row->generator;
  return generator == Generator::ProbeProvider || generator == Generator::ProbeModule ||
         generator == Generator::ProbeFunction || generator == Generator::ProbeName;
}

Field string_field(const Expr *value) {
  if (value->kind == typed::ExprKind::String)
    return {.kind = FieldKind::String,
            .is_constant = true,
            .type = value->type,
            .text = static_cast<const typed::StringConst *>(value)->value};
  if (is_probe_name(value))
    return {.kind = FieldKind::Interned, .size = 4, .type = value->type};
  return {.kind = FieldKind::String, .type = value->type};
}

Field number_field(const Expr *value) {
  const Type *type = value->type->strip();
  Field field{.kind = FieldKind::Integer,
              .size = static_cast<uint32_t>(type->size),
              .shown_size = type->shown_size,
              .is_signed = type->is_signed,
              .is_char = type->is_char,
              .type = value->type};
  if (const int64_t *constant = constant_of(value)) {
    field.is_constant = true;
    field.constant = truncated(*constant, type);
  }
  return field;
}

// Of what a user stack is unwound from later; 0: the frames are recorded as they are.
uint32_t bytes_copied(const Options &options) {
  if (options.text("ustackunwind") == "fp")
    return 0;
  const uint64_t most = DT_STACK_PIECES * DT_STACK_PIECE;
  const uint64_t bytes = std::min(options.number("ustackcopy"), most);
  return sizeof(dt_stack_copy) + bytes / DT_STACK_PIECE * DT_STACK_PIECE;
}

Field stack_field(const AnalysisInput &input, const Expr *value) {
  const auto *call = static_cast<const typed::BuiltinExpr *>(value);
  const uint32_t frames = *constant_of(call->arguments.at(0));
  const bool user = value->type->is(TypeKind::UserStack);
  const uint32_t copied = user ? bytes_copied(input.options) : 0;
  return {.kind = user ? FieldKind::UserStack : FieldKind::Stack,
          .size = frames * 8 + (user ? 16 : DT_TRACING_FRAMES * 8) + copied, // abi/stack.h
          .frames = frames,
          .copied = copied,
          .type = value->type};
}

struct SymbolRow {
  SymbolForm form;
  FieldKind kind;
  AddressForm shown;
};
constexpr SymbolRow symbol_rows[] = {
    {SymbolForm::Module, FieldKind::KernelAddress, AddressForm::Module},
    {SymbolForm::Function, FieldKind::KernelAddress, AddressForm::Function},
    {SymbolForm::Symbol, FieldKind::KernelAddress, AddressForm::Function},
    {SymbolForm::UserName, FieldKind::KernelAddress, AddressForm::UserName},
    {SymbolForm::GroupName, FieldKind::KernelAddress, AddressForm::GroupName},
    {SymbolForm::UserModule, FieldKind::UserAddress, AddressForm::Module},
    {SymbolForm::UserFunction, FieldKind::UserAddress, AddressForm::Function},
    {SymbolForm::UserSymbol, FieldKind::UserAddress, AddressForm::Function},
    {SymbolForm::UserAddress, FieldKind::UserAddress, AddressForm::Address},
};

Field symbol_field(const Expr *value) {
  const auto *call = static_cast<const typed::BuiltinExpr *>(value);
  for (const SymbolRow &row : symbol_rows)
    if (row.form == call->row->symbol)
      return {.kind = row.kind,
              .size = row.kind == FieldKind::UserAddress ? 16u : 8u,
              .form = row.shown,
              .type = value->type};
  return {.kind = FieldKind::KernelAddress, .size = 8, .type = value->type};
}

// Nothing computes with floats, so their bits are recorded, with the type to read them by.
Result<Field> float_field(TypedNodes &nodes, Expr *&value) {
  const Type *type = value->type;
  const uint32_t size = type->strip()->size;
  if (!is_place(value))
    return fail(Tag::D_TRACE_DYN, value->span, "a floating-point value must come from memory");
  if (size > 8)
    return bytes_field(type, size);
  TRY(bits,
      part_of(nodes, value->span, value, make_integer(nodes, value->span, nodes.types.integer(8, true), 0),
              nodes.types.integer(size, false)));
  value = bits;
  return Field{.kind = FieldKind::Integer, .size = size, .type = type};
}

Field kept_stack_field(const Expr *value) {
  return {.kind = FieldKind::StackId, .size = 8, .type = value->type};
}

Result<Field> memory_field(const Expr *value) {
  const int64_t size = value->type->strip()->size;
  if (!is_place(value) || size <= 0 || size > largest_bytes)
    return fail(Tag::D_TRACE_DYN, value->span, "a value of type %s cannot be recorded",
                type_name(value->type).c_str());
  return bytes_field(value->type, size);
}
} // namespace

Result<Field> field_for(Context &c, Expr *&value) {
  if (is_kept_stack(value->type))
    return kept_stack_field(value);
  switch (value->type->strip()->kind) {
  case TypeKind::Void:
    return fail(Tag::D_TRACE_VOID, value->span, "a value of type void cannot be recorded");
  case TypeKind::String:
    return string_field(value);
  case TypeKind::Integer:
  case TypeKind::Enum:
  case TypeKind::Pointer:
    return number_field(value);
  case TypeKind::Float:
    return float_field(c, value);
  case TypeKind::Stack:
  case TypeKind::UserStack:
    return stack_field(c.input, value);
  case TypeKind::Symbol:
    return symbol_field(value);
  default:
    return memory_field(value);
  }
}

// ---- trace, print ----------------------------------------------------------------------------

namespace {
Result<void> wants_arguments(const ast::Call &call, const Builtin &row, Tag tag, size_t least,
                             size_t most) {
  const size_t count = call.arguments.size();
  if (count >= least && count <= most)
    return {};
  const char *bound = least == most ? "" : count < least ? "at least " : "at most ";
  return fail(tag, call.span, "%s( ) prototype mismatch: %zu arg%s passed, %s%zu expected",
              std::string(row.name).c_str(), count, count == 1 ? "" : "s", bound,
              count < least ? least : most);
}
} // namespace

StatementResult trace_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY_VOID(wants_arguments(call, row, Tag::D_PROTO_LEN, 1, 1));
  const ast::Expr &tree = *call.arguments[0];
  if (tree.kind == ast::ExprKind::Aggregation)
    return advise(fail(Tag::D_TRACE_DYN, tree.span, "trace( ) cannot record an aggregation"),
                  "printa( ) prints aggregations");
  TRY(value, operand(c, tree, Tag::D_TRACE_VOID));
  if (value->kind == translated_kind && value->type->is_pointer()) {
    TRY(address, reject_structure(c, value, "argument of trace( )"));
    value = address;
  }
  if (value->kind == translated_kind)
    return fail(Tag::D_TRACE_DYN, tree.span, "trace( ) cannot record a translated %s as a whole",
                type_name(value->type).c_str());
  TRY(field, field_for(c, value));
  ActionRecord record;
  record.fields.push_back(std::move(field));
  return add_action(c, call.span, row, std::move(record), {value});
}

namespace {
// print(*curpsinfo): the members are kept in a variable of the clause's own, and that is printed.
StatementResult print_translated(Context &c, const ast::Call &call, const Builtin &row,
                                 Translated *value) {
  const Type *type = value->row->output;
  auto *whole = static_cast<Translated *>(
      make_translated(c, call.span, type, value->row, value->input));
  typed::Variable *kept = add_variable(
      c, typed::Scope::This, "print( ) " + std::to_string(c.program.variables.size()), type);
  TRY(place, variable_place(c, call.span, kept, {}));
  TRY(fill, assign_translated(c, call.span, place, *whole));
  typed::Statement *filled = make_statement(c, typed::StatementKind::Expression, call.span);
  filled->expression = fill;
  TRY(field, field_for(c, place));
  field.is_char = true; // what a translator gives for them is a string
  ActionRecord record;
  record.fields.push_back(std::move(field));
  TRY(printed, add_action(c, call.span, row, std::move(record), {place}));
  typed::Statement *both = make_statement(c, typed::StatementKind::If, call.span);
  both->expression = make_integer(c, call.span, c.types.int_type(), 1);
  both->body = {filled, printed};
  return both;
}
} // namespace

// print(p) of a pointer records what it points to, then the pointer.
StatementResult print_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY_VOID(wants_arguments(call, row, Tag::D_PROTO_LEN, 1, 1));
  const ast::Expr &tree = *call.arguments[0];
  if (names_all_arguments(tree))
    return print_arguments(c, call, row);
  TRY(raw, operand(c, tree, Tag::D_PROTO_ARG));
  if (raw->kind == translated_kind)
    return print_translated(c, call, row, static_cast<Translated *>(raw));
  TRY(value, reject_dynamic(raw, "argument of print( )"));
  if (value->type->is(TypeKind::Void))
    return fail(Tag::D_PROTO_ARG, tree.span, "print( ) cannot record a value of type void");
  ActionRecord record;
  std::vector<Expr *> values;
  const auto add = [&](Expr *part) -> Result<void> {
    if (part->type->strip()->size > largest_bytes)
      return fail(Tag::D_PRINT_SIZE, tree.span,
                  "print( ) cannot record %s of %llu bytes: at most "
                  "%lld",
                  type_name(part->type).c_str(),
                  static_cast<unsigned long long>(part->type->strip()->size),
                  static_cast<long long>(largest_bytes));
    TRY(field, field_for(c, part));
    field.is_constant = false; // print() reads bytes, whatever they are
    field.is_char |= part->type->is(TypeKind::Array);
    if (field.kind == FieldKind::Interned)
      field.kind = FieldKind::String;
    record.fields.push_back(std::move(field));
    values.push_back(part);
    return {};
  };
  if (value->type->is_pointer()) {
    const Type *target = value->type->strip()->target;
    if (target->is_complete() && !target->is_string())
      TRY_VOID(add(make_memory(c, tree.span, target, value, space_of(value->type))));
  }
  TRY_VOID(add(value));
  return add_action(c, call.span, row, std::move(record), std::move(values));
}

// ---- Memory ----------------------------------------------------------------------------------

namespace {
// `count` bytes where `tree` says: an array or structure itself, or what an address points to.
Value memory_at(Context &c, const ast::Expr &tree, int64_t count, Tag tag, const char *action) {
  const Type *type = c.types.array_of(c.types.integer(1, false), count);
  TRY(raw, operand(c, tree, tag));
  TRY(value, reject_dynamic(raw, "address"));
  if (is_place(value) && (value->type->is(TypeKind::Array) || value->type->is_struct_or_union()))
    return part_of(c, tree.span, value, make_integer(c, tree.span, c.types.integer(8, true), 0),
                   type);
  if (!value->type->is_scalar())
    return fail(tag, tree.span, "%s( ) requires an address, not a value of type %s", action,
                type_name(value->type).c_str());
  const bool pointer = value->type->is_pointer();
  const typed::Space space = pointer ? space_of(value->type) : typed::Space::Kernel;
  return make_memory(c, tree.span, type, make_convert(c, value, c.types.integer(8, false)), space);
}

Result<int64_t> constant_size(Context &c, const ast::Expr &tree, Tag tag, const char *action) {
  TRY(size, value_of(c, tree));
  const int64_t *constant = constant_of(size);
  if (!constant || !size->type->is_integer() || *constant <= 0 || *constant > largest_bytes)
    return fail(tag, tree.span, "%s( ) requires a constant number of bytes, from 1 to %lld", action,
                static_cast<long long>(largest_bytes));
  return *constant;
}
} // namespace

StatementResult tracemem_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY_VOID(wants_arguments(call, row, Tag::D_PROTO_LEN, 2, 3));
  TRY(size, constant_size(c, *call.arguments[1], Tag::D_TRACEMEM_SIZE, "tracemem"));
  TRY(memory, memory_at(c, *call.arguments[0], size, Tag::D_TRACEMEM_ADDR, "tracemem"));
  ActionRecord record;
  record.fields.push_back(bytes_field(memory->type, size));
  std::vector<Expr *> values{memory};
  if (call.arguments.size() == 3) {
    TRY(shown, value_of(c, *call.arguments[2]));
    if (!shown->type->is_integer())
      return fail(Tag::D_TRACEMEM_SIZE, shown->span,
                  "tracemem( ) argument #3 must be an integer, not %s",
                  type_name(shown->type).c_str());
    shown = make_convert(c, shown, c.types.integer(8, true));
    TRY(field, field_for(c, shown));
    record.fields.push_back(std::move(field));
    values.push_back(shown);
  }
  return add_action(c, call.span, row, std::move(record), std::move(values));
}

namespace {
// What printm() was given: the address, and the size of the memref() that holds it, or null.
struct Referred {
  Expr *address, *size;
  typed::Space space; // that the address is of
};

// memref() of user memory is a pointer to this; printm() goes by it.
constexpr std::string_view of_user = "user uintptr_t", of_any = "uintptr_t";

bool is_memref(const Type *type, std::string_view name) {
  return type->is_pointer() && type->strip()->target->kind == TypeKind::Typedef &&
         type->strip()->target->name == name;
}

Result<Referred> referred(Context &c, const ast::Expr &tree) {
  TRY(raw, expression(c, tree));
  TRY(value, reject_dynamic(raw, "address"));
  if (!value->type->is_scalar() && !value->type->is(TypeKind::Array))
    return fail(Tag::D_PROTO_ARG, tree.span,
                "printm( ) requires a memref( ) or an address, not a value of type %s",
                type_name(value->type).c_str());
  const Type *word = c.types.integer(8, false);
  if (value->kind == typed::ExprKind::Builtin)
    if (const auto *call = static_cast<const typed::BuiltinExpr *>(value);
        call->row->generator == Generator::Memref)
      return Referred{call->arguments[0], call->arguments[1],
                      call->arguments[0]->type->is_pointer() ? space_of(call->arguments[0]->type)
                                                             : typed::Space::Kernel};
  const bool user_pair = is_memref(value->type, of_user);
  const bool pair = user_pair || is_memref(value->type, of_any);
  const typed::Space space = value->type->is_pointer() ? space_of(value->type) : typed::Space::Kernel;
  value = make_convert(c, value, word);
  if (!pair)
    return Referred{value, nullptr, space};
  Expr *second = make_binary(c, tree.span, typed::BinaryOp::Add, value,
                             make_integer(c, tree.span, word, 8));
  return Referred{make_memory(c, tree.span, word, value, space),
                  make_memory(c, tree.span, word, second, space),
                  user_pair ? typed::Space::User : typed::Space::Kernel};
}
} // namespace

// memref(address, n): whose memory it is goes with the type of the pair's address.
const Type *memref_type(TypeGraph &types, const Expr *address, const Type *result) {
  if (!address->type->is_pointer() || space_of(address->type) != typed::Space::User)
    return result;
  const Type *word = types.find(TypeKind::Typedef, of_user, false);
  return types.pointer_to(word ? word
                                 : types.declare_typedef(of_user, result->strip()->target));
}

// printm(most, memref(address, n)): n bytes, at most `most`; printm(n, address).
StatementResult printm_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY_VOID(wants_arguments(call, row, Tag::D_PROTO_LEN, 2, 2));
  TRY(size, constant_size(c, *call.arguments[0], Tag::D_PROTO_ARG, "printm"));
  TRY(what, referred(c, *call.arguments[1]));
  const Type *type = c.types.array_of(c.types.integer(1, false), size);
  ActionRecord record;
  record.fields.push_back(bytes_field(type, size));
  std::vector<Expr *> values{make_memory(
      c, call.span, type, make_convert(c, what.address, c.types.integer(8, false)),
      what.space)};
  if (what.size) {
    Expr *shown = make_convert(c, what.size, c.types.integer(8, true));
    TRY(field, field_for(c, shown));
    record.fields.push_back(std::move(field));
    values.push_back(shown);
  }
  return add_action(c, call.span, row, std::move(record), std::move(values));
}

// pcap(buffer, protocol): abi/packet.h with as many bytes as there are, up to the pcapsize option.
StatementResult pcap_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY_VOID(wants_arguments(call, row, Tag::D_PCAP_PROTO, 2, 2));
  TRY(buffer, value_of(c, *call.arguments[0]));
  const Type *given = buffer->type->strip();
  const bool fits = given->kind == TypeKind::Pointer
                        ? given->target->is(TypeKind::Void) || given->target->name == "sk_buff"
                        : given->is_integer() && given->size == 8;
  if (!fits)
    return fail(Tag::D_PCAP_ADDR, buffer->span,
                "pcap( ) argument #1 must be a struct sk_buff *, not %s",
                type_name(buffer->type).c_str());
  TRY(protocol, value_of(c, *call.arguments[1]));
  if (!protocol->type->is_integer() || !constant_of(protocol))
    return advise(fail(Tag::D_PCAP_PROTO, protocol->span,
                       "pcap( ) argument #2 must be a constant that names the protocol"),
                  "PCAP_ETHER, PCAP_IP and the others of pcap.d, or a link type's number");
  const uint64_t size = c.input.options.number("pcapsize");
  if (size > largest_bytes)
    return fail(Tag::D_PCAP_SIZE, call.span, "pcap( ) cannot record %llu bytes: at most %lld",
                static_cast<unsigned long long>(size), static_cast<long long>(largest_bytes));
  const Type *type = c.types.array_of(c.types.integer(1, false), sizeof(dt_packet) + size);
  buffer = make_convert(c, buffer, c.types.integer(8, false));
  ActionRecord record;
  record.fields.push_back(bytes_field(type, sizeof(dt_packet) + size));
  TRY(field, field_for(c, protocol));
  record.fields.push_back(std::move(field));
  return add_action(c, call.span, row, std::move(record),
                    {make_builtin(c, call.span, row, type, {buffer}), protocol});
}

// ---- Stacks ----------------------------------------------------------------------------------

namespace {
struct StackRow {
  ActionKind kind;
  size_t most;
  Tag frames_tag, proto_tag;
  const char *frames_option, *strings_option;
};
constexpr StackRow stack_rows[] = {
    {ActionKind::Stack, 1, Tag::D_STACK_SIZE, Tag::D_STACK_PROTO, "stackframes", nullptr},
    {ActionKind::UserStack, 2, Tag::D_USTACK_FRAMES, Tag::D_USTACK_PROTO, "ustackframes", nullptr},
    {ActionKind::JavaStack, 2, Tag::D_USTACK_FRAMES, Tag::D_USTACK_PROTO, "jstackframes",
     "jstackstrsize"},
};

Result<int64_t> stack_number(Context &c, const ast::Expr &tree, Tag tag, const char *what,
                             const Builtin &row) {
  TRY(value, value_of(c, tree));
  const int64_t *constant = constant_of(value);
  if (!constant || !value->type->is_integer() || *constant < 0)
    return fail(tag, tree.span, "%s( ) requires a constant number of %s",
                std::string(row.name).c_str(), what);
  return *constant;
}
} // namespace

Value stack_value(Context &c, const ast::Call &call, const Builtin &row) {
  const StackRow &stack = *std::ranges::find(stack_rows, row.action, &StackRow::kind);
  TRY_VOID(wants_arguments(call, row, stack.proto_tag, 0, stack.most));
  int64_t frames = c.input.options.number(stack.frames_option);
  int64_t strings = stack.strings_option ? c.input.options.number(stack.strings_option) : 0;
  if (!call.arguments.empty()) {
    TRY(given, stack_number(c, *call.arguments[0], stack.frames_tag, "frames", row));
    if (given == 0)
      return fail(stack.frames_tag, call.span, "%s( ) of 0 frames records nothing",
                  std::string(row.name).c_str());
    frames = given;
  }
  if (call.arguments.size() > 1) {
    TRY(given, stack_number(c, *call.arguments[1], Tag::D_USTACK_STRSIZE, "bytes", row));
    strings = given;
  }
  const int64_t most = c.input.options.number("maxframes");
  if (most)
    frames = std::min(frames, most);
  const Type *type =
      row.action == ActionKind::Stack ? c.types.stack_type() : c.types.user_stack_type();
  const Type *count = c.types.integer(4, false);
  return make_builtin(
      c, call.span, row, type,
      {make_integer(c, call.span, count, frames), make_integer(c, call.span, count, strings)});
}

Expr *keep_stack(Context &c, Expr *value) {
  if (!value->type->is(TypeKind::Stack) || value->kind != typed::ExprKind::Builtin)
    return value;
  auto *call = static_cast<typed::BuiltinExpr *>(value);
  uint32_t &most = c.program.manifest.kept_stack_frames;
  most = std::max<uint32_t>(most, *constant_of(call->arguments.at(0)));
  auto *row = c.arena.make<Builtin>(*call->row);
  row->generator = Generator::KeptStack;
  return make_builtin(c, value->span, *row, c.types.kept_stack_type(), call->arguments);
}

} // namespace dtrace::analysis
