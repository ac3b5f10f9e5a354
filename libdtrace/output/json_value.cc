#include "output/json_value.h"

#include "base/enum_size.h"
#include "consume/field.h"
#include "consume/stack_field.h"
#include "output/stack.h"

#include <iterator>

namespace dtrace {

namespace {
// module`name+0x12 in its parts; a number alone is an offset from nothing.
struct SymbolParts {
  std::string_view module, name, offset;
};

SymbolParts parts_of(std::string_view text) {
  SymbolParts parts;
  if (const size_t tick = text.find('`'); tick != text.npos) {
    parts.module = text.substr(0, tick);
    text.remove_prefix(tick + 1);
  }
  if (text.starts_with("0x"))
    return parts.offset = text, parts;
  if (const size_t plus = text.rfind("+0x"); plus != text.npos) {
    parts.offset = text.substr(plus + 1);
    text = text.substr(0, plus);
  }
  parts.name = text;
  return parts;
}

void put_parts(JsonObject &object, std::string_view text, const char *module) {
  const SymbolParts parts = parts_of(text);
  if (!parts.module.empty())
    object.text(module, parts.module);
  if (!parts.name.empty())
    object.text("name", parts.name);
  if (!parts.offset.empty())
    object.text("offset", parts.offset);
}

void put_frame(JsonList &list, std::string_view text, uint64_t address) {
  JsonObject frame(list.element());
  frame.text("symbol", text);
  put_parts(frame, text, "module");
  frame.number("address", static_cast<int64_t>(address), false);
}

void put_frames(Output &out, const PrintContext &context, const Field &field,
                const std::byte *base) {
  const bool user = is_user_stack(field);
  const uint64_t process = stack_process(field, base);
  Symbolizer &symbolizer = *context.symbolizer;
  JsonList list(out);
  for (const auto &[address, is_call] : stack_frames(symbolizer, field, base)) {
    if (field.copied)
      for (const std::string &function : symbolizer.inlined(process, address - is_call))
        put_frame(list, function, address);
    put_frame(list,
              is_call ? symbolizer.caller(process, address)
              : user  ? symbolizer.user(process, address, AddressForm::Address)
                      : symbolizer.kernel(address, AddressForm::Address),
              address);
  }
}

using PutField = void (*)(JsonObject &, const PrintContext &, const Field &, const std::byte *);

void put_integer(JsonObject &object, const PrintContext &, const Field &field,
                 const std::byte *base) {
  object.number("value", read_integer(field, base), field.is_signed);
}

void put_string(JsonObject &object, const PrintContext &context, const Field &field,
                const std::byte *base) {
  object.text("value", read_string(field, base, *context.names));
}

void put_bytes(JsonObject &object, const PrintContext &, const Field &field,
               const std::byte *base) {
  put_json_bytes(object.member("bytes"), {base + field.offset, field.size});
}

void put_stack(JsonObject &object, const PrintContext &context, const Field &field,
               const std::byte *base) {
  const bool user = is_user_stack(field);
  put_frames(object.member(user ? "ustack-frames" : "stack-frames"), context, field, base);
  if (user)
    object.number("pid", static_cast<int64_t>(stack_process(field, base)));
}

void put_symbol(JsonObject &object, const PrintContext &context, const Field &field,
                const std::byte *base) {
  // By form: of the kernel and of a process.
  static constexpr const char *names[][2] = {
      {"sym", "uaddr"}, {"mod", "umod"}, {"sym", "usym"}, {"username", ""}, {"groupname", ""}};
  static_assert(enum_size<AddressForm> == std::size(names));
  const bool user = field.kind == FieldKind::UserAddress;
  const std::string text = address_text(context, field, base);
  object.text(names[static_cast<int>(field.form)][user], text);
  if (field.form == AddressForm::Module)
    object.text("object", text);
  else if (field.form == AddressForm::Address || field.form == AddressForm::Function)
    put_parts(object, text, "object");
  object.number("address", read_integer(field, base), false);
  if (user)
    object.number("pid", load<int64_t>(base + field.offset));
}

struct FieldRow {
  FieldKind kind;
  const char *name;
  PutField put;
};
constexpr FieldRow field_rows[] = {
    {FieldKind::Integer, "integer", put_integer},
    {FieldKind::String, "string", put_string},
    {FieldKind::Interned, "string", put_string},
    {FieldKind::Bytes, "bytes", put_bytes},
    {FieldKind::Stack, "stack", put_stack},
    {FieldKind::UserStack, "ustack", put_stack},
    {FieldKind::KernelAddress, "symbol", put_symbol},
    {FieldKind::UserAddress, "usymbol", put_symbol},
    {FieldKind::StackId, "stack", put_stack},
    {FieldKind::UserStackId, "ustack", put_stack},
};
static_assert(in_order(field_rows, &FieldRow::kind));

bool put_float(JsonObject &object, const Field &field, const std::byte *base) {
  const std::byte *at = base + field.offset;
  const auto put = [&](long double value) { put_json_float(object.member("value"), value); };
  if (field.size == sizeof(float))
    return put(load<float>(at)), true;
  if (field.size == sizeof(double))
    return put(load<double>(at)), true;
  if (field.size == sizeof(long double))
    return put(load<long double>(at)), true;
  return false;
}
} // namespace

void put_json_value(JsonObject &object, const PrintContext &context, const Field &field,
                    const std::byte *base) {
  if (field.type && !field.is_constant && field.type->strip()->kind == TypeKind::Float &&
      put_float(object, field, base))
    return;
  field_rows[static_cast<size_t>(field.kind)].put(object, context, field, base);
}

const char *json_kind(FieldKind kind) {
  return field_rows[static_cast<size_t>(kind)].name;
}

} // namespace dtrace
