// Any bytes as a section .note.stapsdt: what can be read is, and its arguments are rows of what
// there is: registers of struct pt_regs, sizes that a number can have.
#include "usdt/note.h"
#include "arch/operand.h"

#include <cstdlib>
#include <elf.h>

using namespace dtrace::usdt;

namespace {

void check(const dt_usdt_argument &argument) {
  constexpr uint8_t words = 33;
  const int size = argument.size < 0 ? -argument.size : argument.size;
  const auto is_register = [](uint8_t word) { return word < words || word == DT_USDT_NO_REGISTER; };
  if (argument.kind == DT_USDT_UNREADABLE)
    return;
  if ((argument.kind != DT_USDT_VALUE && argument.kind != DT_USDT_MEMORY) ||
      !is_register(argument.base) || !is_register(argument.index) || argument.shift > 4 ||
      (size != 1 && size != 2 && size != 4 && size != 8) ||
      argument.index_form > DT_USDT_UNSIGNED_HALF)
    abort();
}

void check(std::string_view arguments, uint16_t machine, bool is_fixed) {
  const OperandContext context{machine, is_fixed, 0x1000,
                               [](std::string_view name) -> std::optional<uint64_t> {
                                 return name.size() % 2 ? std::optional(0x4000) : std::nullopt;
                               }};
  const Operands operands = parse_operands(arguments, context);
  bool unreadable = false;
  for (size_t i = 0; i < operands.count; i++) {
    check(operands.row[i]);
    unreadable |= operands.row[i].kind == DT_USDT_UNREADABLE;
  }
  if (unreadable && operands.complaint.empty())
    abort();
}

} // namespace

// The first byte chooses the machine.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  constexpr uint16_t machines[] = {EM_X86_64, EM_AARCH64, EM_386, EM_RISCV};
  const std::string_view bytes(reinterpret_cast<const char *>(data + 1), size - 1);
  const uint16_t machine = machines[data[0] % 4];
  check(bytes, machine, data[0] & 8);
  for (const Note &note : parse_notes(bytes, !(data[0] & 4)).notes)
    check(note.arguments, machine, data[0] & 8);
  return 0;
}
