/* Strings of the process's memory, in programs that may sleep: a page that is not resident is brought
 * in (copyinstr() of a file name that was not touched yet). */
#include "context.h"
#include "helper_calls.h"

#define LEAST_PAGE 4096ull /* of any processor, and of any kernel's choice: 16 and 64 KiB on aarch64 */
#define MOST_PAGES 16

inline_ s64 bring_in(char *to, u64 address) {
  return bpf_copy_from_user(to, 1, (const void *)address);
}

/* As bpf_probe_read_user_str(). A step is never past a page, and none is past what is read. */
BUILTIN s64 dt_copyin_text(char *to, u64 size, u64 address) {
  s64 length = bpf_probe_read_user_str(to, size, (const void *)address);
  u64 at = 0;
  for (int i = 0; length < 0 && at < size && i < MOST_PAGES; i++) {
    if (bring_in(to, address + at) != 0)
      return -1;
    length = bpf_probe_read_user_str(to, size, (const void *)address);
    at = at == size - 1 ? size : at + LEAST_PAGE < size ? at + LEAST_PAGE : size - 1;
  }
  return length;
}
