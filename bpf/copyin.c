/* Strings of the process's memory, in programs that may sleep: a page that is not resident is brought
 * in (copyinstr() of a file name that was not touched yet). */
#include "context.h"
#include "helper_calls.h"

#define PAGE 4096ull

inline_ s64 bring_in(char *to, u64 address) {
  return bpf_copy_from_user(to, 1, (const void *)address);
}

/* As bpf_probe_read_user_str(). A string of at most two pages needs both. */
BUILTIN s64 dt_copyin_text(char *to, u64 size, u64 address) {
  s64 length = bpf_probe_read_user_str(to, size, (const void *)address);
  if (length >= 0)
    return length;
  if (bring_in(to, address) != 0)
    return -1;
  length = bpf_probe_read_user_str(to, size, (const void *)address);
  if (length >= 0 || bring_in(to, (address | (PAGE - 1)) + 1) != 0)
    return length;
  return bpf_probe_read_user_str(to, size, (const void *)address);
}
