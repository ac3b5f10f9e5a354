/* @[copyinstr(arg0)] = count(): a key of unknown length, at most STRING */
#include "common.h"

struct string {
  char text[STRING];
};
COUNTS_BY(struct string);

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct string);
} scratch SEC(".maps");

SEC("tp_btf/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    u32 zero = 0;
    struct string *key = bpf_map_lookup_elem(&scratch, &zero);
    if (!key)
      return 0;
    __builtin_memset(key, 0, sizeof *key);
    if (bpf_probe_read_user_str(key, sizeof *key, (void *)first_argument(context)) > 0)
      COUNT(key);
  }
  return 0;
}
