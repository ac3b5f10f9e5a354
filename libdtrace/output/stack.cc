#include "output/stack.h"

#include "consume/field.h"

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

namespace {
struct Frames {
  uint64_t tgid = 0;
  bool user = false;
  std::vector<uint64_t> addresses;
};

Frames frames_of(const PrintContext &context, const Field &field, const std::byte *base) {
  Frames frames;
  frames.user = field.kind == FieldKind::UserStack || field.kind == FieldKind::UserStackId;
  const std::byte *at = base + field.offset, *end = at + field.size;
  if (frames.user) {
    frames.tgid = load<uint64_t>(at);
    at += sizeof frames.tgid;
  }
  if (field.kind == FieldKind::StackId || field.kind == FieldKind::UserStackId) {
    frames.addresses = context.symbolizer->stack(load<uint64_t>(at), frames.user);
    return frames;
  }
  for (; at + sizeof(uint64_t) <= end; at += sizeof(uint64_t)) {
    const uint64_t address = load<uint64_t>(at);
    if (address == 0)
      break;
    frames.addresses.push_back(address);
  }
  return frames;
}
} // namespace

void print_stack(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, uint32_t indent) {
  const Frames frames = frames_of(context, field, base);
  out.put('\n');
  for (const uint64_t address : frames.addresses) {
    out.pad(' ', indent);
    out.put(frames.user ? context.symbolizer->user(frames.tgid, address, AddressForm::Address)
                        : context.symbolizer->kernel(address, AddressForm::Address));
    out.put('\n');
  }
}

} // namespace dtrace
