// Stage: system. The instructions of the small BPF programs that are written by hand, as
// linux/filter.h has them: those that ask the kernel what it can do, and those behind LoadWatch,
// KernelLookup, KernelFunctions and pid_numbers. Programs of D never come this way. Registers are
// BPF_REG_0 … 10; sizes are BPF_W (4 bytes) and BPF_DW (8).
#pragma once
#include <cstdint>
#include <linux/bpf.h>

namespace dtrace::instructions {

constexpr bpf_insn make(int code, uint8_t to, uint8_t from, int offset, int32_t immediate) {
  bpf_insn made = {};
  made.code = static_cast<uint8_t>(code);
  made.dst_reg = to;
  made.src_reg = from;
  made.off = static_cast<int16_t>(offset);
  made.imm = immediate;
  return made;
}

constexpr bpf_insn set(uint8_t to, int32_t value) {
  return make(BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, value);
}
constexpr bpf_insn copy(uint8_t to, uint8_t from) {
  return make(BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0);
}
// operation: BPF_ADD, BPF_MUL, BPF_RSH …
constexpr bpf_insn compute(int operation, uint8_t to, int32_t value) {
  return make(BPF_ALU64 | operation | BPF_K, to, 0, 0, value);
}
constexpr bpf_insn add(uint8_t to, int32_t value) {
  return compute(BPF_ADD, to, value);
}
constexpr bpf_insn add_register(uint8_t to, uint8_t from) {
  return make(BPF_ALU64 | BPF_ADD | BPF_X, to, from, 0, 0);
}
constexpr bpf_insn load(int size, uint8_t to, uint8_t address, int offset) {
  return make(BPF_LDX | BPF_MEM | size, to, address, offset, 0);
}
constexpr bpf_insn store(int size, uint8_t address, int offset, uint8_t from) {
  return make(BPF_STX | BPF_MEM | size, address, from, offset, 0);
}
// Over as many of the instructions that follow.
constexpr bpf_insn skip_if(int comparison, uint8_t left, int32_t right, int count) {
  return make(BPF_JMP | comparison | BPF_K, left, 0, count, right);
}
constexpr bpf_insn skip_if_registers(int comparison, uint8_t left, uint8_t right, int count) {
  return make(BPF_JMP | comparison | BPF_X, left, right, count, 0);
}
constexpr bpf_insn call(int helper) {
  return make(BPF_JMP | BPF_CALL, 0, 0, 0, helper);
}
constexpr bpf_insn leave = make(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);

// A map, and the address of an array's first value: two instructions, the second of which is
// `rest`.
constexpr bpf_insn map(uint8_t to, int fd) {
  return make(BPF_LD | BPF_IMM | BPF_DW, to, BPF_PSEUDO_MAP_FD, 0, fd);
}
constexpr bpf_insn map_value(uint8_t to, int fd) {
  return make(BPF_LD | BPF_IMM | BPF_DW, to, BPF_PSEUDO_MAP_VALUE, 0, fd);
}
constexpr bpf_insn rest = make(0, 0, 0, 0, 0);

} // namespace dtrace::instructions
