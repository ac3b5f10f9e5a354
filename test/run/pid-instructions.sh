# Each instruction of a program's functions is a probe, and the program goes on to compute what it did:
# with vector instructions, which the kernel partly takes for jumps and pushes, in 32-bit code, and in
# what has no size (_init) or reads its return address. System calls are left alone, and said to be
# when they are asked for. A function that begins with such a vector
# instruction is entered all the same. Of itself dtrace has no probes.
# @requires: root command:gcc
# @time: 90
grep -qw avx2 /proc/cpuinfo || { echo 'the processor has no AVX2'; exit 77; }
cat >target.c <<'END'
#include <stdio.h>
#include <unistd.h>
__attribute__((noinline)) double dot(const double *a, const double *b, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}
__attribute__((noinline)) unsigned hash(const unsigned char *bytes, int n) {
  unsigned x = 2166136261u;
  for (int i = 0; i < n; i++)
    x = (x ^ bytes[i]) * 16777619;
  return x;
}
__attribute__((noinline)) void mix(unsigned char *to, const unsigned char *from, int n) {
  for (int i = 0; i < n; i++)
    to[i] = from[i] == 7 ? 0 : from[i] ^ (i * 3);
}
__attribute__((noinline)) int clamp(const float *f, int n) {
  int above = 0;
  for (int i = 0; i < n; i++)
    above += f[i] > 3.5f ? 2 : f[i] < 1 ? 1 : 0;
  return above;
}
int main(void) {
  double a[37], b[37];
  float f[64];
  unsigned char from[100], to[100];
  for (int i = 0; i < 37; i++)
    a[i] = i * .5, b[i] = 37 - i;
  for (int i = 0; i < 64; i++)
    f[i] = i % 7;
  for (int i = 0; i < 100; i++)
    from[i] = i;
  mix(to, from, 100);
  printf("%d\n", getppid() > 0);
  printf("%.2f %u %d\n", dot(a, b, 37), hash(to, 100), clamp(f, 64));
  return 0;
}
#if defined(__x86_64__)
__asm__(".globl first\nfirst: vxorps %xmm0, %xmm0, %xmm0\n lea 1(%rdi), %eax\n ret\n.size first, .-first\n"
        ".type first, @function");
int first(int n);
int (*volatile call)(int) = first;
__attribute__((constructor)) static void before(void) { printf("%d\n", call(41)); }
#endif
END
builds=(-O0 '-O3 -mavx2' '-O2 -fcf-protection=full')
[ "${bits:-}" != 32 ] || builds=('-O3 -mavx2 -m32' '-O2 -m32 -fPIE')
for flags in "${builds[@]}"; do
  # shellcheck disable=SC2086
  gcc $flags -o target target.c || exit 1
  ./target >plain
  "$DTRACE" -q -c ./target -n 'pid$target:a.out::, pid$target:libc:write:, pid$target:libc:getppid: { n++; }' | sed '/^$/d' >traced
  cmp plain traced && echo "same: $flags"
done
[ "${bits:-}" != 32 ] || exit 0
gcc -O1 -o target target.c
"$DTRACE" -q -o out -c ./target -n 'pid$target:a.out:first:entry { printf("%d\n", arg0); }' >plain && head -1 out
if [ "$(uname -m)" = x86_64 ]; then
  cat >call.c <<'END'
__asm__(".globl call\ncall: mov $110, %eax\n syscall\n ret\n.size call, .-call\n.type call, @function");
int call(void);
int main(void) { return call() <= 0; }
END
  gcc -o call call.c
  "$DTRACE" -q -c ./call -n 'pid$target:a.out:call:5 { n++; }' 2>&1 | tail -n +1 | sed -E '/^ /d; s/.*line 1: //'
  "$DTRACE" -q -c ./call -n 'pid$target:a.out:call:7 { n++; } END { printf("%d\n", n); }'
fi
"$DTRACE" -q -n 'pid$pid:a.out:main:entry { exit(0); }' 2>&1 | sed -En '1s/.*(process) [0-9]+/\1/p'
