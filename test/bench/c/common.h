/* What the hand-written programs of the benchmark share. They are the limit to aim at: each does the
 * job of its row in rows.def on raw tracepoints, for the calls of one process only (`target`, which
 * the loader sets). No kernel header: two structures and the helpers' numbers are all they need. */
#pragma once
#include <linux/bpf.h>
#include <stddef.h>
#include <bpf/bpf_helpers.h>

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define GETPPID 110
#define STRING 256 /* the strsize of the D programs */

char LICENSE[] SEC("license") = "GPL";
const volatile u32 target SEC(".rodata.target");

/* x86-64's struct pt_regs as the kernel saves it. */
struct registers {
  u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp,
      ss;
};

static inline __attribute__((always_inline)) int ours(u64 call) {
  return call == GETPPID && bpf_get_current_pid_tgid() >> 32 == target;
}

/* arg0 of a system call, in a program of section tp_btf/sys_enter: the verifier knows the type of
 * its context there, so that this is a load. bpf_probe_read_kernel() and bpf_task_pt_regs() each
 * cost 28 ns more. */
static inline __attribute__((always_inline)) u64 first_argument(const u64 *context) {
  return ((const struct registers *)context[0])->di;
}

/* The bucket of quantize(): 0 for 0, else the number of significant bits. */
static inline __attribute__((always_inline)) u32 bucket_of(u64 value) {
  u32 bucket = 0;
  if (value >> 32) bucket += 32, value >>= 32;
  if (value >> 16) bucket += 16, value >>= 16;
  if (value >> 8) bucket += 8, value >>= 8;
  if (value >> 4) bucket += 4, value >>= 4;
  if (value >> 2) bucket += 2, value >>= 2;
  if (value >> 1) bucket += 1, value >>= 1;
  return bucket + (u32)value;
}

/* One value a CPU, addressed directly: what an aggregation without keys needs. A cache line each. */
#define CPUS 64
#define PER_CPU(type, name)                                                                        \
  struct {                                                                                         \
    type value;                                                                                    \
  } __attribute__((aligned(64))) name[CPUS]
#define THIS_CPU(name) (&name[bpf_get_smp_processor_id() & (CPUS - 1)].value)

#define COUNTS_BY(key_type)                                                                        \
  struct {                                                                                         \
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);                                                        \
    __uint(max_entries, 10240);                                                                    \
    __type(key, key_type);                                                                         \
    __type(value, u64);                                                                            \
  } counts SEC(".maps")
#define COUNT(key)                                                                                 \
  do {                                                                                             \
    u64 *count = bpf_map_lookup_elem(&counts, (key)), one = 1;                                     \
    if (count)                                                                                     \
      ++*count;                                                                                    \
    else                                                                                           \
      bpf_map_update_elem(&counts, (key), &one, BPF_ANY);                                          \
  } while (0)
