/* Differential test: strings SEED COUNT STRSIZE FILE hands COUNT pairs of random strings to
 * pwrite64(), where strings.d sees them, and writes to FILE what strings.d must say: what the C
 * library makes of strings of less than STRSIZE bytes. Where D has a function that C has not
 * (substr, cleanpath, memstr, lltostr), it is written here anew from the Guide's words. */
#include <arpa/inet.h>
#include <errno.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST = 600 };
static size_t strsize;
static FILE *out;

static uint64_t state;
static uint64_t any(void) { /* xorshift64* */
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return state * 0x2545f4914f6cdd1dULL;
}
static uint64_t below(uint64_t limit) { return (any() >> 11) % limit; }

/* Lengths gather where something ends: 0, strsize, and a little beside. */
static size_t some_length(void) {
  switch (below(5)) {
  case 0: return below(3);
  case 1: return strsize - 3 + below(6);
  case 2: return below(strsize * 2);
  default: return below(24);
  }
}

static void some_text(char *to, const char *alphabet) {
  const size_t length = some_length(), letters = strlen(alphabet);
  for (size_t i = 0; i < length; i++)
    to[i] = alphabet[below(letters)];
  to[length] = 0;
  if (below(12) == 0 && length)
    to[below(length)] = 0;
}

static const char *cut(char *to, const char *text) {
  snprintf(to, strsize, "%s", text);
  return to;
}

static void show(const char *name, const char *text) {
  char copy[MOST * 2];
  fprintf(out, "%s [%s]\n", name, text ? cut(copy, text) : "");
}

static void substring(const char *text, int64_t from, int64_t count) {
  const int64_t length = strlen(text);
  char copy[MOST];
  if (from < 0)
    from += length;
  if (from < 0 && count > 0)
    count += from, from = 0;
  if (count < 0)
    count += length - from;
  if (from < 0 || from >= length || count <= 0)
    return show("substr", "");
  snprintf(copy, sizeof copy, "%.*s", (int)count, text + from);
  show("substr", copy);
}

static void in_base(int64_t value, int base) {
  char digits[80], *at = digits + sizeof digits;
  uint64_t left = base == 10 && value < 0 ? -(uint64_t)value : (uint64_t)value;
  *--at = 0;
  do
    *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[left % base];
  while (left /= base);
  if (base == 16)
    *--at = 'x';
  if (base == 16 || (base == 8 && value))
    *--at = '0';
  if (base == 10 && value < 0)
    *--at = '-';
  fprintf(out, "lltostr [%s]\n", at); /* is as long as it is: no string was copied */
}

/* What the C library calls out of range wraps in D, as all its arithmetic. */
static long long number(const char *text, int base) {
  char *end;
  errno = 0;
  long long value = strtoll(text, &end, base);
  if (!errno)
    return value;
  uint64_t wrapped = 0;
  text += strspn(text, " \t");
  const int negative = *text == '-';
  text += *text == '-' || *text == '+';
  if (base == 16 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    text += 2;
  for (; text < end; text++)
    wrapped = wrapped * base + (*text <= '9' ? *text - '0' : (*text | 32) - 'a' + 10);
  return negative ? -wrapped : wrapped;
}

static void clean(const char *path) {
  char made[MOST + 2] = "", copy[MOST], *rest = copy, *part;
  strcpy(copy, path);
  while ((part = strsep(&rest, "/"))) {
    if (!*part || !strcmp(part, "."))
      continue;
    if (strcmp(part, "..")) {
      strcat(strcat(made, "/"), part);
    } else if (strrchr(made, '/')) {
      *strrchr(made, '/') = 0;
    }
  }
  show("cleanpath", *made ? made : "/");
}

static void tokens(const char *text, const char *delimiters) {
  char copy[MOST];
  char *token = strtok(strcpy(copy, text), delimiters);
  for (int i = 0; i < 3; i++) {
    show("strtok", token);
    token = token ? strtok(NULL, delimiters) : NULL;
  }
}

static void places(const char *a, const char *b, int n) {
  const char *found = strstr(a, b);
  const int length = strlen(a);
  int first = -1, last = -1, last_of_all = -1;
  for (int i = 0; i + strlen(b) <= (size_t)length; i++)
    if (!strncmp(a + i, b, strlen(b))) {
      if (first < 0 && i >= n)
        first = i;
      if (i <= n)
        last = i;
      last_of_all = i;
    }
  fprintf(out, "index %d %d\nrindex %d %d\n", found ? (int)(found - a) : -1, first, last_of_all, last);
}

static void expect(const char *raw_a, const char *raw_b, const char *memory, int n, int m) {
  char a[MOST], b[MOST], copy[MOST * 2], address[64];
  cut(a, raw_a);
  cut(b, raw_b);
  fprintf(out, "strlen %zu %zu\n", strlen(a), strlen(b));
  fprintf(out, "compare %d %d %d\n", strcmp(a, b) == 0, strcmp(a, b) < 0, strcmp(a, b) >= 0);
  show("strchr", strchr(a, *b ? *b : 'x'));
  show("strrchr", strrchr(a, *b ? *b : 'x'));
  show("strstr", strstr(a, b));
  snprintf(copy, sizeof copy, "%.2s", *b ? b : "x");
  show("strstr", strstr(a, copy));
  places(a, copy, n < 0 ? 0 : n);
  substring(a, n, INT32_MAX);
  substring(a, n, m);
  snprintf(copy, sizeof copy, "%s%s", a, b);
  show("strjoin", copy);
  tokens(a, *b ? b : "/");
  show("basename", basename(strcpy(copy, a)));
  const char *folder = dirname(strcpy(copy, a)); /* glibc gives the name // a meaning */
  show("dirname", strcmp(folder, "//") ? folder : "/");
  snprintf(copy, sizeof copy, "/%.*s/z", (int)strsize - 4, a);
  clean(copy);
  strcpy(copy, a);
  for (char *c = copy; *c; c++)
    *c = *c >= 'A' && *c <= 'Z' ? *c + 32 : *c;
  show("tolower", copy);
  for (char *c = strcpy(copy, a); *c; c++)
    *c = *c >= 'a' && *c <= 'z' ? *c - 32 : *c;
  show("toupper", copy);
  in_base((int64_t)n << 32 ^ m, 10);
  in_base((int64_t)n << 32 ^ m, 16);
  in_base((int64_t)n << 32 ^ m, 2 + (unsigned)n % 35);
  fprintf(out, "strtoll %lld %lld\n", number(a, 10), number(a, 2 + (unsigned)n % 35));
  for (int i = 0; i < 15; i++)
    address[i] = memory[i] ? memory[i] : '.';
  address[15] = 0;
  show("memstr", address);
  show("inet", inet_ntop(AF_INET, memory, address, sizeof address));
  show("inet", inet_ntop(AF_INET6, memory, address, sizeof address));
  fprintf(out, "--\n");
}

int main(int argc, char **argv) {
  if (argc != 5 || !(out = fopen(argv[4], "w")))
    return 2;
  state = strtoull(argv[1], NULL, 10) * 2 + 1;
  strsize = atoi(argv[3]) + 1; /* with the NUL */
  static const char *alphabets[] = {"/.ab", "/..", "aAbBzZ@[`{ ", "0123456789", " \t-+0x19fz", "ab",
                                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/"};
  for (int i = atoi(argv[2]); i > 0; i--) {
    char a[MOST] = "", b[MOST] = "";
    unsigned char memory[16];
    some_text(a, alphabets[below(7)]);
    some_text(b, alphabets[below(7)]);
    if (below(2)) /* a part of a: to be found in it */
      snprintf(b, 1 + below(5), "%s", a + below(strlen(a) + 1));
    for (int j = 0; j < 16; j++)
      memory[j] = below(3) ? 0 : "ab01\x80\xfe"[below(6)];
    const int length = strnlen(a, strsize - 1);
    const int n = (int)below(2 * length + 4) - length, m = (int)below(length + 6) - 3;
    expect(a, b, (char *)memory, n, m);
    syscall(SYS_pwritev, -1, a, b, memory, n, m);
  }
  return fclose(out) != 0;
}
