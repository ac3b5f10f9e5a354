/* self->ts = timestamp at a function's entry; @ = quantize(timestamp - self->ts) at its return */
#include "common.h"

struct buckets {
  u64 count[128];
};
PER_CPU(struct buckets, distribution);

struct {
  __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, u64);
} started SEC(".maps");

#ifndef KPROBE
#define ENTRY "fentry/__task_pid_nr_ns"
#define RETURN "fexit/__task_pid_nr_ns"
#else
#define ENTRY "kprobe/__task_pid_nr_ns"
#define RETURN "kretprobe/__task_pid_nr_ns"
#endif

SEC(ENTRY) int entry(void *context) {
  if (ours(GETPPID)) {
    u64 *start = bpf_task_storage_get(&started, bpf_get_current_task_btf(), 0,
                                      BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (start)
      *start = bpf_ktime_get_ns();
  }
  return 0;
}

SEC(RETURN) int leave(void *context) {
  u64 *start = bpf_task_storage_get(&started, bpf_get_current_task_btf(), 0, 0);
  if (start && *start) {
    ++THIS_CPU(distribution)->count[(63 + bucket_of(bpf_ktime_get_ns() - *start)) & 127];
    *start = 0;
  }
  return 0;
}
