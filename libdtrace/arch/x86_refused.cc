// Stage: arch. The kinds of x86 instructions that no probe is set on, with the reason beside each.
// test/run/pid-every-instruction compares what programs compute with a probe on each of the others.
#include "arch/x86_form.h"

#include <algorithm>
#include <array>

namespace dtrace {

namespace {

using Form = X86Form;

template <size_t n> constexpr bool among(const std::array<uint8_t, n> &all, uint8_t byte) {
  return std::ranges::find(all, byte) != all.end();
}

// arch/x86/kernel/uprobes.c: those of good_insns_64 that are missing, as opcodes or as prefixes.
constexpr std::array<uint8_t, 44> not_good = {
    0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x62, 0x6c,
    0x6d, 0x6e, 0x6f, 0x82, 0x9a, 0xcc, 0xcd, 0xce, 0xcf, 0xd4, 0xd5, 0xd6, 0xe4, 0xe5, 0xe6,
    0xe7, 0xea, 0xec, 0xed, 0xee, 0xef, 0xf1, 0xf4, 0xfa, 0xfb, 0xf0, 0x26, 0x2e, 0x36};

bool has_bad_prefix(const Form &form) { // is_prefix_bad()
  return form.has_lock || form.has_segment;
}

bool is_not_good(const Form &form) {
  return form.is_64_bit && form.is_legacy(Form::OneByte) && among(not_good, form.opcode);
}

bool has_evex(const Form &form) {
  return form.encoding == Form::Evex;
}

bool has_xop(const Form &form) {
  return form.encoding == Form::Xop;
}

// push (vxorps), jcc (vpcmpeqb), call and jmp (vpor), nop, ret (vcmpps), popf.
bool is_misread_behind_vex(const Form &form) {
  constexpr std::array<uint8_t, 10> others = {0x90, 0x9d, 0xc2, 0xc3, 0xca,
                                              0xcb, 0xe8, 0xe9, 0xeb, 0xff};
  const uint8_t opcode = form.opcode;
  return form.encoding == Form::Vex && ((opcode & 0xf8) == 0x50 || (opcode & 0xf0) == 0x70 ||
                                        among(others, opcode) || among(not_good, opcode));
}

// syscall, sysret, sysenter, sysexit; int.
bool is_system_call(const Form &form) {
  constexpr std::array<uint8_t, 4> behind_escape = {0x05, 0x07, 0x34, 0x35};
  return (form.is_legacy(Form::OneByte) && form.opcode == 0xcd) ||
         (form.is_legacy(Form::TwoBytes) && among(behind_escape, form.opcode));
}

bool is_pushf(const Form &form) {
  return form.is_legacy(Form::OneByte) && form.opcode == 0x9c;
}

bool is_exchange_with_r8(const Form &form) {
  return form.is_legacy(Form::OneByte) && form.opcode == 0x90 && form.rex & 1;
}

// nop, nopl, and lea of a register to itself, of five bytes with their prefixes.
bool is_nop_of_five(const Form &form) {
  constexpr unsigned five = 5;
  if (!form.is_64_bit || form.size != five)
    return false;
  return (form.is_legacy(Form::OneByte) && form.opcode == 0x90) ||
         (form.is_legacy(Form::TwoBytes) && form.opcode == 0x1f) ||
         (form.is_legacy(Form::OneByte) && form.opcode == 0x8d && form.displacement == 0);
}

// ins, outs, movs, cmps, stos, lods, scas.
bool is_repeated(const Form &form) {
  const uint8_t opcode = form.opcode;
  return form.has_rep && form.is_legacy(Form::OneByte) &&
         ((opcode & 0xfc) == 0x6c || (opcode & 0xfc) == 0xa4 || (opcode >= 0xaa && opcode <= 0xaf));
}

bool is_move_to_ss(const Form &form) {
  return form.is_legacy(Form::OneByte) && form.opcode == 0x8e && form.group() == 2;
}

bool is_far_through_memory(const Form &form) {
  return form.is_legacy(Form::OneByte) && form.opcode == 0xff &&
         (form.group() == 3 || form.group() == 5);
}

// call, jmp and jcc with 0x66.
bool is_narrow_branch(const Form &form) {
  constexpr std::array<uint8_t, 3> branches = {0xe8, 0xe9, 0xeb};
  return form.has_66 &&
         ((form.is_legacy(Form::OneByte) &&
           (among(branches, form.opcode) || (form.opcode & 0xf0) == 0x70)) ||
          (form.is_legacy(Form::TwoBytes) && (form.opcode & 0xf0) == 0x80));
}

// xbegin, xabort.
bool is_transaction(const Form &form) {
  return form.is_legacy(Form::OneByte) && (form.opcode == 0xc6 || form.opcode == 0xc7) &&
         form.modrm == 0xf8;
}

// ud2, ud1, ud0.
bool is_undefined(const Form &form) {
  constexpr std::array<uint8_t, 3> opcodes = {0x0b, 0xb9, 0xff};
  return form.is_legacy(Form::TwoBytes) && among(opcodes, form.opcode);
}

struct RefusedForm {
  bool (*is)(const Form &);
  const char *reason;
  bool but_at_entry = false; // as the first instruction of a function it is no harm
};
constexpr RefusedForm refused_forms[] = {
    {has_bad_prefix, "the kernel refuses its prefix"},
    {is_not_good, "the kernel refuses it"},
    {is_narrow_branch, "the kernel refuses jumps and calls with an operand-size prefix"},
    {is_move_to_ss, "the processor does not stop after it"},
    {is_system_call,
     "a thread that is single-stepped over a system call continues at a wrong address"},
    // Seen with Linux 6.18: vpbroadcastb %esi,%ymm17.
    {has_evex, "the kernel gives instructions with an EVEX prefix wrong operands"},
    {has_xop, "the kernel does not know instructions with an XOP prefix"},
    {is_misread_behind_vex, "the kernel takes it for another instruction"},
    {is_exchange_with_r8, "the kernel takes it for a nop"},
    {is_pushf, "it would store the flag by which the kernel steps it"},
    // Of Linux 6.18 and later: below the stack pointer a function without calls has its variables.
    {is_nop_of_five, "the kernel may turn it into a call, which writes below the stack pointer",
     true},
    {is_repeated, "it would fire once for each repetition"},
    {is_far_through_memory, "the kernel does not know the size of what it pushes"},
    {is_transaction, "an aborted transaction would continue where it was stepped"},
    {is_undefined, "the signal that it raises would name a wrong address"},
};

} // namespace

const char *why_refused_x86(const X86Form &form, bool at_entry) {
  for (const RefusedForm &kind : refused_forms)
    if (kind.is(form) && !(at_entry && kind.but_at_entry))
      return kind.reason;
  return nullptr;
}

} // namespace dtrace
