// Stage: symbols. Registers of frames, and the operations of DWARF 5, chapter 2.5, that call-frame
// data use.
#include "symbols/frame_state.h"

#include <cstring>
#include <dwarf.h>
#include <iterator>
#include <vector>

namespace dtrace {

namespace {

using Stack = std::vector<uint64_t>;

struct BinaryRow {
  uint8_t operation;
  uint64_t (*apply)(uint64_t, uint64_t);
};
int64_t is_signed(uint64_t value) { return static_cast<int64_t>(value); }
constexpr BinaryRow binary_rows[] = {
    {DW_OP_plus, [](uint64_t a, uint64_t b) { return a + b; }},
    {DW_OP_minus, [](uint64_t a, uint64_t b) { return a - b; }},
    {DW_OP_mul, [](uint64_t a, uint64_t b) { return a * b; }},
    {DW_OP_and, [](uint64_t a, uint64_t b) { return a & b; }},
    {DW_OP_or, [](uint64_t a, uint64_t b) { return a | b; }},
    {DW_OP_xor, [](uint64_t a, uint64_t b) { return a ^ b; }},
    {DW_OP_shl, [](uint64_t a, uint64_t b) { return b < 64 ? a << b : 0; }},
    {DW_OP_shr, [](uint64_t a, uint64_t b) { return b < 64 ? a >> b : 0; }},
    {DW_OP_eq, [](uint64_t a, uint64_t b) { return uint64_t{a == b}; }},
    {DW_OP_ne, [](uint64_t a, uint64_t b) { return uint64_t{a != b}; }},
    {DW_OP_ge, [](uint64_t a, uint64_t b) { return uint64_t{is_signed(a) >= is_signed(b)}; }},
    {DW_OP_gt, [](uint64_t a, uint64_t b) { return uint64_t{is_signed(a) > is_signed(b)}; }},
    {DW_OP_le, [](uint64_t a, uint64_t b) { return uint64_t{is_signed(a) <= is_signed(b)}; }},
    {DW_OP_lt, [](uint64_t a, uint64_t b) { return uint64_t{is_signed(a) < is_signed(b)}; }},
};

std::optional<uint64_t> register_value(const FrameState &frame, uint64_t number) {
  return number < dwarf_registers ? frame.registers[number] : std::nullopt;
}

// What pushes one value; nothing: another operation, or the value is not known.
std::optional<uint64_t> pushed(const Dwarf_Op &op, const FrameExpression &expression) {
  if (op.atom >= DW_OP_lit0 && op.atom <= DW_OP_lit31)
    return op.atom - DW_OP_lit0;
  std::optional<uint64_t> base;
  if (op.atom >= DW_OP_breg0 && op.atom <= DW_OP_breg31) {
    base = register_value(expression.frame, op.atom - DW_OP_breg0);
    return base ? std::optional(*base + op.number) : std::nullopt;
  }
  switch (op.atom) {
  case DW_OP_bregx:
    base = register_value(expression.frame, op.number);
    return base ? std::optional(*base + op.number2) : std::nullopt;
  case DW_OP_addr:
  case DW_OP_const1u:
  case DW_OP_const1s:
  case DW_OP_const2u:
  case DW_OP_const2s:
  case DW_OP_const4u:
  case DW_OP_const4s:
  case DW_OP_const8u:
  case DW_OP_const8s:
  case DW_OP_constu:
  case DW_OP_consts:
    return op.number;
  case DW_OP_call_frame_cfa:
    return expression.cfa;
  }
  return std::nullopt;
}

// Changes the values on top; false: not possible, or not known.
bool changed(const Dwarf_Op &op, const FrameExpression &expression, Stack &stack) {
  if (stack.empty())
    return false;
  uint64_t &top = stack.back();
  for (const BinaryRow &row : binary_rows)
    if (row.operation == op.atom && stack.size() > 1) {
      const uint64_t result = row.apply(stack[stack.size() - 2], top);
      stack.pop_back();
      stack.back() = result;
      return true;
    }
  switch (op.atom) {
  case DW_OP_plus_uconst:
    top += op.number;
    return true;
  case DW_OP_deref: {
    const auto word = read_stack_word(expression.copy, top);
    top = word.value_or(0);
    return word.has_value();
  }
  case DW_OP_dup:
    stack.push_back(top);
    return true;
  case DW_OP_drop:
    stack.pop_back();
    return true;
  case DW_OP_swap:
    if (stack.size() > 1)
      std::swap(top, stack[stack.size() - 2]);
    return stack.size() > 1;
  case DW_OP_nop:
    return true;
  }
  return false;
}

} // namespace

std::optional<FrameState> first_frame(const StackCopy &copy) {
  const FrameRules &rules = frame_rules();
  if (!rules.is_64_bit(copy.registers))
    return std::nullopt;
  FrameState frame;
  frame.address = copy.registers[rules.address_word];
  for (size_t i = 0; i < rules.words.size(); i++)
    frame.registers[i] = copy.registers[rules.words[i]];
  return frame;
}

std::optional<uint64_t> read_stack_word(const StackCopy &copy, uint64_t address) {
  uint64_t word;
  const uint64_t offset = address - copy.start;
  if (offset > copy.bytes.size() || copy.bytes.size() - offset < sizeof word)
    return std::nullopt;
  memcpy(&word, copy.bytes.data() + offset, sizeof word);
  return word;
}

std::optional<uint64_t> FrameExpression::value(std::span<const Dwarf_Op> operations) const {
  Stack stack;
  for (const Dwarf_Op &op : operations) {
    if (const auto one = pushed(op, *this))
      stack.push_back(*one);
    else if (!changed(op, *this, stack))
      return std::nullopt;
  }
  return stack.empty() ? std::nullopt : std::optional(stack.back());
}

std::optional<uint64_t> FrameExpression::content(std::span<const Dwarf_Op> operations) const {
  const Dwarf_Op &last = operations.back();
  if (last.atom == DW_OP_stack_value)
    return value(operations.first(operations.size() - 1));
  if (operations.size() == 1 && last.atom >= DW_OP_reg0 && last.atom <= DW_OP_reg31)
    return register_value(frame, last.atom - DW_OP_reg0);
  if (operations.size() == 1 && last.atom == DW_OP_regx)
    return register_value(frame, last.number);
  const auto place = value(operations);
  return place ? read_stack_word(copy, *place) : std::nullopt;
}

} // namespace dtrace
