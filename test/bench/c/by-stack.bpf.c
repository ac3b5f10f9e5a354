/* @[stack()] = count() */
#include "common.h"

COUNTS_BY(u32);

struct {
  __uint(type, BPF_MAP_TYPE_STACK_TRACE);
  __uint(max_entries, 16384);
  __uint(key_size, sizeof(u32));
  __uint(value_size, 127 * sizeof(u64));
} stacks SEC(".maps");

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    u32 stack = bpf_get_stackid(context, &stacks, 0);
    COUNT(&stack);
  }
  return 0;
}
