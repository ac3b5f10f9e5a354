/* arch.h for x86-64. */
struct registers { /* arch/x86/include/asm/ptrace.h: struct pt_regs */
  u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp,
      ss;
};
#define ENTRY_REGISTERS_SIZE sizeof(struct registers)
#define REGISTER_ARGUMENTS 6
#define RESULT(registers) ((registers)->ax)
/* How far the stack pointer is up when a function has returned; where its stack arguments begin. */
#define RETURN_ADDRESS_SIZE 8
inline_ u64 register_argument(const struct registers *registers, u32 n) {
  switch (n) {
  case 0:
    return registers->di;
  case 1:
    return registers->si;
  case 2:
    return registers->dx;
  case 3:
    return registers->cx;
  case 4:
    return registers->r8;
  case 5:
    return registers->r9;
  }
  return 0;
}

#define PC_WORD 16
#define IS_USER(words) ((words)[17] & 3) /* cs */
#define EVENT_ADDRESS_WORD 22 /* behind struct pt_regs and the period */
#define IS_32_BIT(registers) ((u16)(registers)->cs == 0x23) /* __USER32_CS */
#define RETURN_ADDRESS(registers)                                                                  \
  read_stack((registers)->sp, IS_32_BIT(registers) ? 4 : 8)
#define GO_REGISTERS 9
inline_ s64 in_go_register(const struct registers *registers, u32 n) {
  switch (n) {
  case 0:
    return registers->ax;
  case 1:
    return registers->bx;
  case 2:
    return registers->cx;
  case 3:
    return registers->di;
  case 4:
    return registers->si;
  case 5:
    return registers->r8;
  case 6:
    return registers->r9;
  case 7:
    return registers->r10;
  }
  return registers->r11;
}

#define CALL_NUMBER(registers) ((u32)(registers)->orig_ax)
inline_ s64 system_call_argument(const struct registers *registers, u32 n) {
  return n == 3 ? registers->r10 : register_argument(registers, n);
}

#define LAST_WORDS(WORD) WORD(16) WORD(19)

/* Whether what ends at `address` may be a call: e8 and a distance, or ff /2 in one of its lengths. */
inline_ int follows_call(u64 address) {
  const u64 bytes = user_code(address - 8, 8); /* the last one on top */
#define IS_CALL_BY(length)                                                                         \
  ((bytes >> (64 - 8 * (length)) & 0xff) == 0xff && (bytes >> (72 - 8 * (length)) & 0x38) == 0x10)
  return (bytes >> 24 & 0xff) == 0xe8 || IS_CALL_BY(2) || IS_CALL_BY(3) || IS_CALL_BY(4) ||
         IS_CALL_BY(6) || IS_CALL_BY(7);
#undef IS_CALL_BY
}

/* A thread is in a system call that a stub of libc made, one that has not touched the stack yet: then
 * the return address is what the stack pointer points to, and the unwinder, which goes by frame
 * pointers, has left it out. Such stubs begin at a multiple of 16 bytes, and from there to the
 * instruction `ip` behind `syscall` there is nothing but what is looked for here. */
inline_ int is_in_stub(u64 ip) {
  u64 at = ip - 2;
  if (user_code(at, 2) != 0x050f) /* syscall */
    return 0;
  const u64 after = user_code(ip, 2);
  if ((after & 0xff) != 0xc3 && after != 0x3d48) /* ret; cmp $-4096, %rax */
    return 0;
  if (user_code(at - 5, 1) == 0xb8) /* mov $number, %eax */
    at -= 5;
  else if (user_code(at - 2, 2) == 0xc031) /* xor %eax, %eax */
    at -= 2;
  else
    return 0;
  if (user_code(at - 3, 3) == 0xca8949) /* mov %rcx, %r10 */
    at -= 3;
  if (user_code(at - 9, 2) == 0x3d80 && user_code(at - 3, 2) == 0x7400) /* one thread only? */
    at -= 9;
  if (user_code(at - 4, 4) == 0xfa1e0ff3) /* endbr64 */
    at -= 4;
  return (at & 15) == 0;
}
inline_ u64 stub_caller(const struct registers *saved) {
  u64 stack = 0;
  bpf_probe_read_kernel(&stack, sizeof stack, &saved->sp);
  return user_code(stack, 8);
}
