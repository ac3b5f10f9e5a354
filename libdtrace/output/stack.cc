#include "output/stack.h"

#include "consume/stack_field.h"

namespace dtrace {

bool is_stack(FieldKind kind) {
  return kind == FieldKind::Stack || kind == FieldKind::UserStack || kind == FieldKind::StackId ||
         kind == FieldKind::UserStackId;
}

bool is_address(FieldKind kind) {
  return kind == FieldKind::KernelAddress || kind == FieldKind::UserAddress;
}

std::string address_text(const PrintContext &context, const Field &field, const std::byte *base) {
  const uint64_t address = read_integer(field, base);
  if (field.kind == FieldKind::UserAddress)
    return context.symbolizer->user(load<uint64_t>(base + field.offset), address, field.form);
  return context.symbolizer->kernel(address, field.form);
}

void print_stack(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, uint32_t indent) {
  const bool user = is_user_stack(field);
  const uint64_t process = stack_process(field, base);
  const std::vector<uint64_t> frames =
      is_stack_id(field) ? context.symbolizer->stack(stack_id(field, base), user)
                         : read_frames(field, base);
  out.put('\n');
  for (const uint64_t address : frames) {
    out.pad(' ', indent);
    out.put(user ? context.symbolizer->user(process, address, AddressForm::Address)
                 : context.symbolizer->kernel(address, AddressForm::Address));
    out.put('\n');
  }
}

} // namespace dtrace
