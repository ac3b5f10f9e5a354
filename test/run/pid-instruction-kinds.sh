# Instructions that compilers seldom make, of every kind that the kernel steps, emulates or mistakes: each of
# them that has a probe computes what it computes without. Those that would not have none, and the
# reason is told. The kinds are in libdtrace/arch/x86_refused.cc.
# @requires: root command:gcc
[ "$(uname -m)" = x86_64 ] || { echo 'the instructions are those of x86-64'; exit 77; }
cat >target.c <<'END'
#include <stdio.h>
#define F(name, code)                                                                              \
  long f_##name(long a, long b);                                                                   \
  __asm__(".text\n.globl f_" #name "\n.type f_" #name ",@function\nf_" #name ":\n" code           \
          "\n.size f_" #name ",.-f_" #name "\n");
F(pushf,
  "pushfq\n pop %rax\n ret")
F(pushf_popf,
  "pushfq\n popfq\n mov %rdi,%rax\n ret")
F(exchange,
  "mov %rdi,%r8\n xor %eax,%eax\n .byte 0x49,0x90\n ret")
F(exchange_half,
  "mov %rdi,%r8\n xor %eax,%eax\n .byte 0x41,0x90\n ret")
F(red_zone_nop,
  "mov %rdi,-8(%rsp)\n mov %rsi,-16(%rsp)\n"
  " mov %rdi,-24(%rsp)\n mov %rsi,-32(%rsp)\n .byte 0x0f,0x1f,0x44,0,0\n mov -8(%rsp),%rax\n add -16(%rsp),%rax\n"
  " add -24(%rsp),%rax\n add -32(%rsp),%rax\n ret")
F(red_zone_lea5,
  "mov %rdi,-8(%rsp)\n mov %rsi,-16(%rsp)\n .byte 0x48,0x8d,0x74,0x26,0\n mov -8(%rsp),%rax\n add -16(%rsp),%rax\n ret")
F(red_zone_66,
  "mov %rdi,-8(%rsp)\n mov %rsi,-16(%rsp)\n .byte 0x66,0x66,0x66,0x66,0x90\n mov -8(%rsp),%rax\n add -16(%rsp),%rax\n ret")
F(red_zone_66b,
  "mov %rdi,-8(%rsp)\n mov %rsi,-16(%rsp)\n .byte 0x66,0x0f,0x1f,0x40,0\n mov -8(%rsp),%rax\n add -16(%rsp),%rax\n ret")
F(red_zone_mov,
  "mov %rdi,-8(%rsp)\n mov %rsi,-16(%rsp)\n .byte 0x64,0x64,0x48,0x89,0xc0\n mov -8(%rsp),%rax\n add -16(%rsp),%rax\n ret")
F(red_zone_10,
  "mov %rdi,-8(%rsp)\n mov %rsi,-16(%rsp)\n .byte 0x66,0x2e,0x0f,0x1f,0x84,0,0,0,0,0\n mov -8(%rsp),%rax\n add -16(%rsp),%rax\n ret")
F(repeat,
  "lea -64(%rsp),%rdi\n mov $32,%ecx\n mov $7,%eax\n rep stosb\n mov -64(%rsp),%rax\n ret")
F(data16_call,
  "mov %rdi,%rax\n .byte 0x66,0x66,0x48\n call 1f\n ret\n1: add $1,%rax\n ret")
F(movss,
  "mov %ss,%ecx\n mov %ecx,%ss\n mov %rdi,%rax\n mov %rsi,%rax\n ret")
F(movds,
  "mov %ds,%ecx\n mov %ecx,%ds\n mov %rdi,%rax\n ret")
F(push16,
  "push %di\n xor %eax,%eax\n pop %ax\n ret")
F(pushsp,
  "push %rsp\n pop %rax\n sub %rsp,%rax\n ret")
F(popsp,
  "mov %rsp,%rdx\n push %rdx\n pop %rsp\n mov %rdi,%rax\n ret")
F(loop,
  "mov $10,%ecx\n xor %eax,%eax\n1: add %rdi,%rax\n loop 1b\n jrcxz 2f\n xor %eax,%eax\n2: ret")
F(callmem,
  "lea 1f(%rip),%rax\n push %rax\n call *(%rsp)\n pop %rcx\n ret\n1: lea 5(%rdi),%rax\n ret")
F(pushrip,
  "push datum(%rip)\n pop %rax\n ret")
F(cmpxchg,
  "lea -32(%rsp),%rdx\n mov %rdi,(%rdx)\n mov %rdi,%rax\n mov $77,%ecx\n cmpxchg %rcx,(%rdx)\n mov (%rdx),%rax\n ret")
F(enter,
  "enter $16,$0\n mov %rdi,-8(%rbp)\n mov -8(%rbp),%rax\n leave\n ret")
F(retn,
  "lea 1f(%rip),%rcx\n push %rdi\n call *%rcx\n ret\n1: mov 8(%rsp),%rax\n ret $8")
F(call_mid,
  "call 1f\n1: pop %rax\n lea 1b(%rip),%rcx\n sub %rcx,%rax\n ret")
F(fnstenv,
  "fld1\n fnstenv -64(%rsp)\n fstp %st(0)\n mov -64(%rsp),%eax\n and $0xffff,%eax\n ret")
F(lahf,
  "cmp %rdi,%rdi\n lahf\n movzbl %ah,%eax\n ret")
F(rdfs,
  "mov %fs:0,%rax\n sub %fs:0,%rax\n ret")
F(bnd,
  "mov %rdi,%rax\n bnd jmp 1f\n xor %eax,%eax\n1: bnd ret")
F(pause,
  "pause\n mov %rdi,%rax\n ret")
F(crc,
  "crc32q %rdi,%rax\n xor %eax,%eax\n crc32q %rdi,%rax\n ret")
F(lret,
  "mov %cs,%edx\n push %rdx\n lea 1f(%rip),%rdx\n push %rdx\n lretq\n1: mov %rdi,%rax\n ret")
F(popmem,
  "push %rdi\n pop -16(%rsp)\n mov -16(%rsp),%rax\n ret")
F(popmem_rsp,
  "push %rdi\n push %rsi\n pop (%rsp)\n pop %rax\n ret")
F(pushmem_rsp,
  "push %rdi\n push (%rsp)\n pop %rax\n pop %rcx\n ret")
F(vextrip,
  "vmovdqu datum(%rip),%xmm0\n vmovq %xmm0,%rax\n ret")
F(xgetbv,
  "xor %ecx,%ecx\n xgetbv\n and $7,%eax\n ret")
F(cpuid,
  "push %rbx\n xor %eax,%eax\n cpuid\n mov %ebx,%eax\n pop %rbx\n ret")
F(data,
  "mov 1f(%rip),%rax\n add 2f(%rip),%rax\n ret\n1: .quad 0x9090909090909090\n2: .quad 0x5855\n")
__asm__(".data\ndatum: .quad 0x123456789abcdef, 7\n.text\n");
struct function {
  const char *name;
  long (*call)(long, long);
};
#define L(name) {#name, f_##name},
static const struct function all[] = {
  L(pushf) L(pushf_popf) L(exchange) L(exchange_half) L(red_zone_nop) L(red_zone_lea5) L(red_zone_66)
  L(red_zone_66b) L(red_zone_mov) L(red_zone_10) L(repeat) L(data16_call) L(movss) L(movds) L(push16)
  L(pushsp) L(popsp) L(loop) L(callmem) L(pushrip) L(cmpxchg) L(enter) L(retn) L(call_mid)
  L(fnstenv) L(lahf) L(rdfs) L(bnd) L(pause) L(crc) L(lret) L(popmem) L(popmem_rsp)
  L(pushmem_rsp) L(vextrip) L(xgetbv) L(cpuid) L(data)
};
int main(void) {
  for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
    long result = 0;
    for (int n = 0; n < 5; n++) // the kernel may change a place after its first probe
      result = all[i].call(0x1234567, 0x89abcd);
    printf("%s %lx\n", all[i].name, result);
    fflush(stdout);
  }
}
END
gcc -O1 -o target target.c || exit 1
./target >plain
"$DTRACE" -q -o counts -c ./target -n 'pid$target:a.out:f_*: { @[probefunc] = count(); }' >traced 2>messages
diff plain traced && echo "same: $(wc -l <plain) functions, $(grep -c f_ counts) of them traced"
refused() {
  "$DTRACE" -q -c ./target -n "pid\$target:a.out:$1 { n++; }" 2>&1 >/dev/null | sed -E '/^ /d; s/.*line 1: //'
}
refused f_pushf:0
refused f_exchange:5
refused f_red_zone_nop:14
refused f_red_zone_lea5:a
refused f_repeat:f
refused f_data:f
