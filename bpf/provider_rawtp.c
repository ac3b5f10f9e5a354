/* Provider rawtp: a typed raw tracepoint's program is given its arguments as 64-bit words, those
 * that are pointers as such. */
#include "context.h"

BUILTIN s64 dt_rawtp_argument(struct dt_context *dc, u32 n) {
  return NUMBER(((const u64 *)dc->bpf)[n]);
}
