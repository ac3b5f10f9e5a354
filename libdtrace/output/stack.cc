#include "output/stack.h"

#include "consume/stack_field.h"

#include <cstring>
#include <utility>

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

// Where unwinding finds nothing (a 32-bit program), what the kernel found by frame pointers.
std::vector<uint64_t> stack_frames(Symbolizer &symbolizer, const Field &field,
                                   const std::byte *base) {
  if (is_stack_id(field))
    return symbolizer.stack(stack_id(field, base), is_user_stack(field));
  std::vector<uint64_t> frames = read_frames(field, base);
  if (!field.copied || frames.empty())
    return frames;
  const std::byte *at = base + field.offset + field.size - field.copied;
  dt_stack_copy copy;
  memcpy(&copy, at, sizeof copy);
  const StackCopy whole = {static_cast<pid_t>(stack_process(field, base)), copy.registers, copy.start,
                           {at + sizeof copy, copy.size}};
  std::vector<uint64_t> unwound = symbolizer.unwind(whole, field.frames);
  return unwound.empty() ? frames : unwound;
}

void print_stack(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, uint32_t indent) {
  const bool user = is_user_stack(field);
  const uint64_t process = stack_process(field, base);
  const auto print = [&](const std::string &text) {
    out.pad(' ', indent);
    out.put(text);
    out.put('\n');
  };
  bool is_call = false;
  out.put('\n');
  for (const uint64_t address : stack_frames(*context.symbolizer, field, base)) {
    if (field.copied)
      for (const std::string &function :
           context.symbolizer->inlined(process, address - std::exchange(is_call, true)))
        print(function);
    print(user ? context.symbolizer->user(process, address, AddressForm::Address)
               : context.symbolizer->kernel(address, AddressForm::Address));
  }
}

} // namespace dtrace
