/* printf("%d %d %s\n", pid, timestamp, execname): a record a call, read by the loader */
#include "common.h"
#include "record.h"

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4 << 20);
} records SEC(".maps");

PER_CPU(u64, drops);

SEC("raw_tp/sys_enter") int entry(u64 *context) {
  if (ours(context[1])) {
    struct record *record = bpf_ringbuf_reserve(&records, sizeof *record, 0);
    if (!record) {
      ++*THIS_CPU(drops);
      return 0;
    }
    record->pid = bpf_get_current_pid_tgid() >> 32;
    record->time = bpf_ktime_get_ns();
    bpf_get_current_comm(record->name, sizeof record->name);
    bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
  }
  return 0;
}
