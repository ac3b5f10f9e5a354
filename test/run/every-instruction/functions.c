// Functions of 16 kinds, 20 of each, and their results, a line each: what compilers make of loops, switches,
// leaves with variables below the stack pointer, tail calls, vectors, setjmp and the like.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t word;
#define NOINLINE __attribute__((noinline))
#define K(n) ((n + 1) * 0x9e3779b97f4a7c15u)
static word seen[64];

#define HASH(n) NOINLINE word hash_##n(word x) {                                                   \
    for (int i = 0; i < 4; i++) x = (x ^ (x >> 29)) * K(n) + i; return x; }
#define CHOOSE(n) NOINLINE word choose_##n(word x) {                                               \
    switch ((x >> 7) % 11) { case 0: return x + n; case 1: return x * 3; case 2: return x ^ K(n);   \
    case 3: return x << 3; case 4: return x / 7; case 5: return x % 1000003; case 6: return ~x;     \
    case 7: return x & K(n); case 8: return x | 5; case 9: return x - K(n); } return x >> 1; }
#define LEAF(n) NOINLINE word leaf_##n(word x) {                                                   \
    volatile word kept[8]; for (int i = 0; i < 8; i++) kept[i] = x * (i + n) + K(n);                \
    word sum = 0; for (int i = 7; i >= 0; i--) sum = sum * 31 + kept[i]; return sum; }
#define TAIL(n) NOINLINE word tail_##n(word x) { seen[n] = x; return hash_##n(x + 1); }
#define LOOPS(n) NOINLINE word loops_##n(word x) {                                                 \
    unsigned char a[35], b[35]; for (int i = 0; i < 35; i++) a[i] = x >> i % 50, b[i] = i * n;      \
    word sum = 0; for (int i = 0; i < 35; i++) a[i] = a[i] == b[i] ? 0 : a[i] + b[i];               \
    for (int i = 0; i < 35; i++) sum += a[i] * (word)b[i] + (a[i] > 100); return sum; }
#define FLOATS(n) NOINLINE word floats_##n(word x) {                                               \
    double a[9], sum = n; for (int i = 0; i < 9; i++) a[i] = (double)(x % (i + 3)) * .25 + n;     \
    for (int i = 0; i < 9; i++) sum += a[i] * a[8 - i] / (i + 1.5);                               \
    word bits; memcpy(&bits, &sum, 8); return bits; }
#define SINGLES(n) NOINLINE word singles_##n(word x) {                                             \
    float a[24], b[24]; int above = 0; for (int i = 0; i < 24; i++) a[i] = (x >> i) & 15, b[i] = n;  \
    for (int i = 0; i < 24; i++) above += a[i] > b[i] ? 2 : a[i] < 3 ? 1 : 0; return above; }
#define WIDE(n) NOINLINE word wide_##n(word x) {                                                   \
    unsigned __int128 p = (unsigned __int128)x * K(n); return (word)(p >> 64) ^ (word)(p % 1000007); }
#define BITS(n) NOINLINE word bits_##n(word x) {                                                   \
    return __builtin_popcountll(x) + __builtin_clzll(x | 1) * 3 + __builtin_bswap64(x ^ n) +        \
           (x << (n & 63) | x >> (-n & 63)); }
struct big_ { word a, b, c, d; };
#define BIG(n) NOINLINE struct big_ make_##n(word x) {                                             \
    return (struct big_){x, x + n, x * n, x ^ K(n)}; }                                              \
  NOINLINE word big_##n(word x) { struct big_ b = make_##n(x); return b.a + b.b * b.c - b.d; }
#define RECURSE(n) NOINLINE word recurse_##n(word x) {                                             \
    return x < 3 ? x + n : recurse_##n(x / 3) * 5 + recurse_##n(x / 9 % 20); }
#define VARY(n) NOINLINE word vary_list_##n(int count, ...) {                                      \
    va_list list; va_start(list, count); double sum = 0; while (count--)                            \
    sum += count & 1 ? va_arg(list, double) : va_arg(list, int); va_end(list); return (word)sum; }  \
  NOINLINE word vary_##n(word x) { return vary_list_##n(4, 2.5 * n, (int)(x & 255), 7.25, n); }
#define JUMP(n) static jmp_buf out_##n;                                                            \
  NOINLINE void leave_##n(word x) { longjmp(out_##n, (int)(x % 1000) + 1); }                        \
  NOINLINE word jump_##n(word x) { int got = setjmp(out_##n); if (got) return got * K(n);           \
    leave_##n(x); return 0; }
#define POINTER(n) NOINLINE word pointer_##n(word x) {                                             \
    word (*const all[])(word) = {hash_##n, choose_##n, leaf_##n}; return all[x % 3](x); }
#define LABELS(n) NOINLINE word labels_##n(word x) {                                               \
    static void *const places[] = {&&add, &&twist, &&end}; int at = 0; add: x += K(n);              \
    goto *places[1 + (at++ > 4)]; twist: x = x * 33 ^ n; goto *places[at > 3 ? 2 : 0]; end: return x; }
#define STRINGS(n) NOINLINE word strings_##n(word x) {                                             \
    char t[40]; int at = 0; do t[at++] = 'a' + x % 26; while (x /= 26); t[at] = 0; word sum = n;     \
    for (const char *p = t; *p; p++) sum = sum * 131 + *p; return sum; }

#define KINDS(n) HASH(n) CHOOSE(n) LEAF(n) TAIL(n) LOOPS(n) FLOATS(n) SINGLES(n) WIDE(n) BITS(n)    \
  BIG(n) RECURSE(n) VARY(n) JUMP(n) POINTER(n) LABELS(n) STRINGS(n)
#define EACH(M) M(0) M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14)     \
  M(15) M(16) M(17) M(18) M(19)
EACH(KINDS)

#define ROW(kind, n) {#kind "_" #n, kind##_##n},
#define ROWS(n) ROW(hash, n) ROW(choose, n) ROW(leaf, n) ROW(tail, n) ROW(loops, n) ROW(floats, n)  \
  ROW(singles, n) ROW(wide, n) ROW(bits, n) ROW(big, n) ROW(recurse, n) ROW(vary, n) ROW(jump, n)   \
  ROW(pointer, n) ROW(labels, n) ROW(strings, n)
static const struct { const char *name; word (*call)(word); } all[] = {EACH(ROWS)};

int main(void) {
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    word sum = 0;
    for (word n = 0, x = 77; n < 2; n++, x = x * 6364136223846793005u + 1442695040888963407u)
      sum = sum * 37 + all[i].call(x % 10007);
    printf("%s %llx\n", all[i].name, (unsigned long long)sum);
  }
}
