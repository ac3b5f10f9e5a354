/* Built-in variables of the current thread, CPU and time. Code generation asks for each at most once
 * a firing. */
#include "context.h"
#include "helper_calls.h"
#include "kernel_memory.h"
#include "text.h"

extern const u32 dt_offset_task_struct__real_parent;
extern const u32 dt_offset_task_struct__tgid;
extern const u32 dt_offset_task_struct__pid;
extern const u32 dt_offset_task_struct__se__sum_exec_runtime;
extern const u32 dt_offset_task_struct__se__exec_start;

BUILTIN s64 dt_pid(struct dt_context *dc) {
  (void)dc;
  return bpf_get_current_pid_tgid() >> 32;
}

BUILTIN s64 dt_tid(struct dt_context *dc) {
  (void)dc;
  return (u32)bpf_get_current_pid_tgid();
}

BUILTIN s64 dt_uid(struct dt_context *dc) {
  (void)dc;
  return (u32)bpf_get_current_uid_gid();
}

BUILTIN s64 dt_gid(struct dt_context *dc) {
  (void)dc;
  return bpf_get_current_uid_gid() >> 32;
}

BUILTIN s64 dt_cpu_id(struct dt_context *dc) {
  (void)dc;
  return bpf_get_smp_processor_id();
}

BUILTIN s64 dt_execname(struct dt_context *dc, char *to, u32 to_size) {
  (void)dc;
  bpf_get_current_comm(to, to_size < 16 ? to_size : 16);
  return 0;
}

FILLS(dt_execname, 16);

BUILTIN s64 dt_timestamp(struct dt_context *dc) {
  if (!dc->timestamp)
    dc->timestamp = bpf_ktime_get_ns();
  return dc->timestamp;
}

BUILTIN s64 dt_machine(struct dt_context *dc, s64 fact) {
  (void)dc;
  u64 index = fact;
  HIDE(index);
  return index < DT_MACHINE_FACTS ? dt_state.machine[index] : 0;
}

BUILTIN s64 dt_jiffies(struct dt_context *dc) {
  (void)dc;
  return bpf_jiffies64();
}

BUILTIN s64 dt_walltimestamp(struct dt_context *dc) {
  return dt_timestamp(dc) + dt_state.wall_offset;
}

BUILTIN s64 dt_ppid(struct dt_context *dc) {
  (void)dc;
  const u64 parent = read_word(bpf_get_current_task() + dt_offset_task_struct__real_parent);
  return read_half(parent + dt_offset_task_struct__tgid);
}

/* No thread runs longer than this before the scheduler brings sum_exec_runtime up to date. */
#define LONGEST_SLICE 10000000ull

/* sum_exec_runtime was brought up to date at exec_start, on this CPU's scheduler clock. That clock
 * runs like the monotonic one but lags behind it by more and more (it stands still in interrupts and
 * while a hypervisor runs somebody else), each CPU's by its own amount. What it lags is the least
 * distance seen between the two, and is learnt anew when the distance could be no slice. */
BUILTIN s64 dt_vtimestamp(struct dt_context *dc) {
  const u64 task = bpf_get_current_task();
  const u64 sum = read_word(task + dt_offset_task_struct__se__sum_exec_runtime);
  const u64 distance =
      dt_timestamp(dc) - read_word(task + dt_offset_task_struct__se__exec_start);
  struct dt_cpu *cpu = &dt_cpus[bpf_get_smp_processor_id() & dt_cpu_mask];
  const u64 lag = cpu->scheduler_lag;
  if (distance < lag || distance - lag > LONGEST_SLICE) {
    cpu->scheduler_lag = distance;
    return sum;
  }
  return sum + distance - lag;
}

/* The verifier wants an end; a chain of processes as long as this is none. */
#define MOST_ANCESTORS (dt_bpf_loop ? 4096 : 512)

struct ancestry {
  u64 task, wanted, found;
};

STEP look_at_parent(u32 i, void *state) {
  (void)i;
  struct ancestry *ancestry = state;
  const u64 parent = read_word(ancestry->task + dt_offset_task_struct__real_parent);
  const u32 id = read_half(parent + dt_offset_task_struct__tgid);
  ancestry->task = parent;
  ancestry->found = id == (u32)ancestry->wanted;
  return ancestry->found || id <= 1;
}

BUILTIN s64 dt_progenyof(struct dt_context *dc, s64 pid) {
  (void)dc;
  if ((u32)(bpf_get_current_pid_tgid() >> 32) == (u32)pid)
    return 1;
  struct ancestry ancestry = {bpf_get_current_task(), pid, 0};
  FOR_EACH(MOST_ANCESTORS, look_at_parent, &ancestry);
  return forget(ancestry.found, 1);
}

BUILTIN s64 dt_rand(struct dt_context *dc) {
  (void)dc;
  return (s32)bpf_get_prandom_u32();
}

BUILTIN s64 dt_ipl(struct dt_context *dc) {
  (void)dc;
  return 0;
}

BUILTIN s64 dt_jid(struct dt_context *dc) {
  (void)dc;
  return 0;
}

inline_ s64 constant_text(char *to, u32 to_size, const char *text, u32 length) {
  for (u32 i = 0; i <= length && i < to_size; i++)
    to[i] = text[i];
  return length;
}

BUILTIN s64 dt_zonename(struct dt_context *dc, char *to, u32 to_size) {
  (void)dc;
  return constant_text(to, to_size, "global", 6);
}

BUILTIN s64 dt_jailname(struct dt_context *dc, char *to, u32 to_size) {
  (void)dc;
  return constant_text(to, to_size, "0", 1);
}

BUILTIN s64 dt_cgroup(struct dt_context *dc) {
  (void)dc;
  return bpf_get_current_cgroup_id();
}
