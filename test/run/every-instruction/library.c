// String and mathematical functions of the C library, on lengths and alignments around its vectors'.
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static char a[600] __attribute__((aligned(64))), b[600] __attribute__((aligned(64)));
static void fill(int n) {
  for (int i = 0; i < 599; i++)
    a[i] = b[i] = 'a' + i * 7 % 26;
  a[n] = b[n] = 0;
}
static long place(const void *p) { return p ? (const char *)p - a : -1; } // where it is differs
static int sign(int n) { return (n > 0) - (n < 0); }
#define SHOW(name, value)                                                                          \
  {                                                                                                \
    uint64_t sum = 0;                                                                              \
    for (int n = 1; n < 200; n = n * 3 + 5)                                                        \
      for (int at = 0; at < 20; at += 19) {                                                        \
        fill(at + n);                                                                              \
        sum = sum * 31 + (uint64_t)(value);                                                        \
      }                                                                                            \
    printf("%s %llx\n", #name, (unsigned long long)sum);                                           \
  }
#define MATH(name)                                                                                 \
  {                                                                                                \
    double sum = 0;                                                                                \
    for (double x = .05; x < 1; x += .19)                                                          \
      sum += name(x);                                                                              \
    printf("%s %a\n", #name, sum);                                                                 \
  }
static int by_value(const void *x, const void *y) { return *(const char *)x - *(const char *)y; }
int main(void) {
  SHOW(strlen, strlen(a + at)) SHOW(strnlen, strnlen(a + at, 60)) SHOW(memchr, place(memchr(a + at, 'z', n)))
  SHOW(strchr, place(strchr(a + at, 'q'))) SHOW(strrchr, place(strrchr(a + at, 'c')))
  SHOW(strcmp, sign(strcmp(a + at, b + at))) SHOW(strncmp, sign(strncmp(a + at, b, n)))
  SHOW(memcmp, sign(memcmp(a, b, n))) SHOW(memcpy, ((char *)memcpy(a + at, b, n))[n - 1])
  SHOW(memmove, ((char *)memmove(a + at, a + 1, n))[n / 2]) SHOW(memset, ((char *)memset(a + at, 3, n))[n - 1])
  SHOW(strcpy, strlen(strcpy(a, b + at))) SHOW(strcat, strlen(strcat(a, "tail")))
  SHOW(strstr, place(strstr(a + at, "ah"))) SHOW(strspn, strspn(a + at, "ahov")) SHOW(strcspn, strcspn(a, "z"))
  SHOW(strcasecmp, sign(strcasecmp(a + at, b + at))) SHOW(memmem, place(memmem(a, n, "ho", 2)))
  SHOW(rawmemchr, place(rawmemchr(a + at, 0))) SHOW(stpcpy, place(stpcpy(a, b + at)))
  SHOW(wcslen, wcslen(L"some wide text" + at % 3)) SHOW(strtol, strtol("123456" + at % 3, 0, 10))
  SHOW(strtod, strtod("3.25e3", 0) * n) SHOW(atoi, atoi("4711")) SHOW(memrchr, place(memrchr(a, 'b', n)))
  SHOW(qsort, (qsort(a, n, 1, by_value), a[n / 2])) SHOW(strdup, strlen(strdup(a + at)))
  MATH(sin) MATH(cos) MATH(tan) MATH(exp) MATH(log) MATH(sqrt) MATH(cbrt) MATH(asin) MATH(atan) MATH(sinh)
  MATH(tanh) MATH(exp2) MATH(log2) MATH(log10) MATH(log1p) MATH(expm1) MATH(erf) MATH(tgamma) MATH(lgamma)
  MATH(floor) MATH(ceil) MATH(round) MATH(trunc) MATH(rint) MATH(fabs)
  printf("pow %a hypot %a fmod %a fma %a\n", pow(1.7, 3.3), hypot(3, 4.5), fmod(17.25, 3.5), fma(2, 3.5, 7));
}
