/* arch.h for AArch64. */
struct registers { /* arch/arm64/include/asm/ptrace.h: struct pt_regs */
  u64 x[31], sp, pc, pstate, orig_x0;
  s32 syscallno;
};
#define ENTRY_REGISTERS_SIZE 336 /* of the whole struct pt_regs, from 5.10 to 5.14 */
#define REGISTER_ARGUMENTS 8
#define RESULT(registers) ((registers)->x[0])
#define RETURN_ADDRESS_SIZE 0
inline_ u64 register_argument(const struct registers *registers, u32 n) {
  return n < REGISTER_ARGUMENTS ? registers->x[n] : 0;
}

#define PC_WORD 32
#define IS_USER(words) (((words)[33] & 0xf) == 0) /* pstate: EL0 */
#define IS_32_BIT(registers) ((registers)->pstate & 0x10) /* PSR_MODE32_BIT */
#define RETURN_ADDRESS(registers) ((s64)(registers)->x[30])
#define GO_REGISTERS 16
inline_ s64 in_go_register(const struct registers *registers, u32 n) {
  return registers->x[n];
}

#define CALL_NUMBER(registers) ((u32)(registers)->syscallno)
inline_ s64 system_call_argument(const struct registers *registers, u32 n) {
  return n == 0 ? registers->orig_x0 : n < 6 ? registers->x[n] : 0;
}

#define LAST_WORDS(WORD)                                                                           \
  WORD(15) WORD(16) WORD(17) WORD(18) WORD(19) WORD(20) WORD(21) WORD(22) WORD(23) WORD(24)        \
  WORD(25) WORD(26) WORD(27) WORD(28) WORD(29) WORD(30) WORD(31) WORD(32)

/* The link register says where a stub returns to: none is hidden. */
inline_ int is_in_stub(u64 ip) {
  (void)ip;
  return 0;
}
inline_ int follows_call(u64 address) {
  return address != 0;
}
