#include "output/stack.h"

#include "consume/stack_field.h"
#include "output/text.h"

#include <cstring>

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
// Only of a user stack it is asked.
std::vector<StackFrame> with_calls(const std::vector<uint64_t> &addresses, bool user) {
  std::vector<StackFrame> frames;
  for (const uint64_t address : addresses)
    frames.push_back({address, user && !frames.empty()});
  return frames;
}
} // namespace

// Where unwinding finds nothing (a 32-bit program), what the kernel found by frame pointers.
std::vector<StackFrame> stack_frames(Symbolizer &symbolizer, const Field &field,
                                     const std::byte *base) {
  const bool user = is_user_stack(field);
  if (is_stack_id(field) && field.copied)
    return symbolizer.kept(stack_id(field, base));
  if (is_stack_id(field))
    return with_calls(symbolizer.stack(stack_id(field, base), user), user);
  std::vector<StackFrame> frames = with_calls(read_frames(field, base), user);
  if (!field.copied || frames.empty())
    return frames;
  const std::byte *at = base + field.offset + field.size - field.copied;
  dt_stack_copy copy;
  memcpy(&copy, at, sizeof copy);
  const StackCopy whole = {static_cast<pid_t>(stack_process(field, base)), copy.registers, copy.start,
                           {at + sizeof copy, copy.size}};
  std::vector<StackFrame> unwound = symbolizer.unwind(whole, field.frames);
  // The copy knows nothing of a function that the thread has just left.
  if (!unwound.empty() && frames[0].address != unwound[0].address &&
      (frames.size() == 1 || frames[1].address == unwound[0].address)) {
    unwound[0].is_call = true;
    unwound.insert(unwound.begin(), frames[0]);
    unwound.resize(std::min<size_t>(unwound.size(), field.frames));
  }
  return unwound.empty() ? frames : unwound;
}

void print_stack(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, uint32_t indent) {
  const bool user = is_user_stack(field);
  const uint64_t process = stack_process(field, base);
  Symbolizer &symbolizer = *context.symbolizer;
  const auto print = [&](const std::string &text) {
    std::string room;
    out.pad(' ', indent);
    out.put(harmless(out, text, room));
    out.put('\n');
  };
  out.put('\n');
  for (const auto &[address, is_call] : stack_frames(symbolizer, field, base)) {
    if (field.copied)
      for (const std::string &function : symbolizer.inlined(process, address - is_call))
        print(function);
    print(is_call ? symbolizer.caller(process, address)
          : user  ? symbolizer.user(process, address, AddressForm::Address)
                  : symbolizer.kernel(address, AddressForm::Address));
  }
}

} // namespace dtrace
