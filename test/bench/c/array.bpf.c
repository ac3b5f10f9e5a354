/* seen[pid, arg0]++ */
#include "common.h"

struct tuple {
  u64 pid, value;
};
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct tuple);
  __type(value, u64);
} seen SEC(".maps");

SEC("tp_btf/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    struct tuple key = {bpf_get_current_pid_tgid() >> 32, first_argument(context)};
    u64 *count = bpf_map_lookup_elem(&seen, &key), one = 1;
    if (count)
      ++*count;
    else
      bpf_map_update_elem(&seen, &key, &one, BPF_ANY);
  }
  return 0;
}
