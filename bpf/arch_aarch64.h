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
#define EVENT_ADDRESS_WORD 35 /* behind struct user_pt_regs and the period */
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

/* Whether what ends at `address` may be a call: bl, blr, or one of those that check the pointer. */
inline_ int follows_call(u64 address) {
  const u32 call = user_code(address - 4, 4);
  return (call & 0xfc000000) == 0x94000000 || (call & 0xfefff000) == 0xd63f0000;
}

/* A thread is in a system call that a stub of libc made, which has no frame: then the return address is
 * in the link register, and the unwinder, which goes by frame records, has left it out. Such stubs begin
 * at a multiple of 16 bytes, and from there to the instruction `ip` behind `svc` there is nothing else. */
inline_ int is_in_stub(u64 ip) {
  u64 at = ip - 8;
  const u64 call = user_code(at, 8);
  const u32 after = user_code(ip, 4);
  if ((call & 0xffffffffffe0001f) != 0xd4000001d2800008) /* mov x8, #number; svc #0 */
    return 0;
  if (after != 0xd65f03c0 && after != 0xb13ffc1f) /* ret; cmn x0, #4095 */
    return 0;
  if (at & 15) {
    const u32 first = user_code(at - 4, 4);
    if (first == 0xd503201f || first == 0xd503245f) /* nop; bti c */
      at -= 4;
  }
  return (at & 15) == 0;
}
inline_ u64 stub_caller(const struct registers *saved) {
  u64 caller = 0;
  bpf_probe_read_kernel(&caller, sizeof caller, &saved->x[30]);
  return caller;
}
