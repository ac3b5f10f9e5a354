/* Provider sdt: a program of a tracepoint's event is given the event's record. */
#include "context.h"

#include <dtrace/abi/event.h>

#define LOAD(type) (*(const type *)at)

inline_ u64 load_unsigned(const char *at, u32 size) {
  return size == 1 ? LOAD(u8) : size == 2 ? LOAD(u16) : size == 4 ? LOAD(u32) : LOAD(u64);
}

inline_ s64 load_signed(const char *at, u32 size) {
  return size == 1 ? LOAD(s8) : size == 2 ? LOAD(s16) : size == 4 ? LOAD(s32) : LOAD(s64);
}

BUILTIN s64 dt_sdt_argument(struct dt_context *dc, u32 n, u32 word) {
  (void)n;
  const char *at = (const char *)dc->bpf + DT_EVENT_OFFSET(word);
  switch (DT_EVENT_KIND(word)) {
  case DT_EVENT_UNSIGNED:
    return load_unsigned(at, DT_EVENT_SIZE(word));
  case DT_EVENT_SIGNED:
    return load_signed(at, DT_EVENT_SIZE(word));
  case DT_EVENT_ADDRESS:
    return NUMBER(dc->bpf) + DT_EVENT_OFFSET(word);
  case DT_EVENT_LOCATION:
    return NUMBER(dc->bpf) + (LOAD(u32) & 0xffff);
  case DT_EVENT_RELATIVE_LOCATION:
    return NUMBER(dc->bpf) + DT_EVENT_OFFSET(word) + 4 + (LOAD(u32) & 0xffff);
  }
  return 0;
}
