/* Provider fbt. A program of fentry or fexit is given the function's arguments as 64-bit words and
 * after them its result; one of a kprobe the registers, at a return those of the caller, so that the
 * arguments must be kept from the entry to the return. */
#include "registers.h"

#define NO_ARGUMENT (~0u)
#define KEPT_ARGUMENTS 6

struct kept_key {
  u64 stack_pointer; /* of the caller: no two calls under way have the same */
  u64 probe;
};
struct kept {
  u64 arguments[KEPT_ARGUMENTS];
};
extern char dt_kept; /* a map from kept_key to kept */

BUILTIN s64 dt_fbt_typed_argument(struct dt_context *dc, u32 n, u32 slot) {
  (void)n;
  return slot == NO_ARGUMENT ? 0 : NUMBER(((const u64 *)dc->bpf)[slot]);
}

/* The cookie is Probe::number. */
BUILTIN u32 dt_fbt_index(struct dt_context *dc) {
  return bpf_get_attach_cookie(dc->bpf);
}

BUILTIN s64 dt_fbt_entry_argument(struct dt_context *dc, u32 n) {
  return call_argument(dc->bpf, n);
}

BUILTIN void dt_fbt_keep(struct dt_context *dc) {
  const struct registers *registers = dc->bpf;
  const struct kept_key key = {registers->sp + RETURN_ADDRESS_SIZE, dc->index};
  const struct kept kept = {{register_argument(registers, 0), register_argument(registers, 1),
                             register_argument(registers, 2), register_argument(registers, 3),
                             register_argument(registers, 4), register_argument(registers, 5)}};
  bpf_map_update_elem(&dt_kept, &key, &kept, 0);
}

/* arg0: the offset of the return, which nobody knows; arg1: the result; from arg2 on what was kept. */
BUILTIN s64 dt_fbt_return_argument(struct dt_context *dc, u32 n) {
  const struct registers *registers = dc->bpf;
  if (n == 0)
    return 0;
  if (n == 1)
    return RESULT(registers);
  if (n - 2 >= KEPT_ARGUMENTS)
    return 0;
  const struct kept_key key = {registers->sp, dc->index};
  const struct kept *kept = bpf_map_lookup_elem(&dt_kept, &key);
  return kept ? kept->arguments[n - 2] : 0;
}
