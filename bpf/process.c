/* What the kernel's structures say of the current process; memory as strings. */
#include "kernel_memory.h"
#include "text.h"

extern const u32 dt_offset_task_struct__mm;
extern const u32 dt_offset_task_struct__files;
extern const u32 dt_offset_files_struct__fdt;
extern const u32 dt_offset_fdtable__max_fds;
extern const u32 dt_offset_fdtable__fd;
extern const u32 dt_offset_mm_struct__arg_start;
extern const u32 dt_offset_mm_struct__arg_end;
extern const u32 dt_offset_task_struct__group_leader;
extern const u32 dt_offset_task_struct__thread_pid;
extern const u32 dt_offset_pid__level;
extern const u32 dt_offset_pid__numbers;
extern const u32 dt_offset_upid__ns;
extern const u32 dt_offset_pid_namespace__ns__inum;

struct replacement {
  char *text;
  u64 last; /* where the last NUL is to be; no `at + 1`: 6.12 loses the bounds of its register */
  u64 most, instead;
};

STEP replace_nul(u32 i, void *state) {
  struct replacement *r = state;
  u64 at = i;
  if (!BELOW(at, r->most))
    return 1;
  if (at >= r->last) {
    r->text[at] = 0;
    return 1;
  }
  if (!r->text[at])
    r->text[at] = r->instead;
  return 0;
}

/* The arguments lie one after the other in the process's memory, each with its NUL. */
BUILTIN s64 dt_execargs(struct dt_context *dc, char *to, u32 to_size) {
  (void)dc;
  const u64 mm = read_word(bpf_get_current_task() + dt_offset_task_struct__mm);
  to[0] = 0;
  if (!mm)
    return 0;
  const u64 start = read_word(mm + dt_offset_mm_struct__arg_start);
  u64 size = read_word(mm + dt_offset_mm_struct__arg_end) - start;
  HIDE(size);
  if (size > to_size)
    size = to_size;
  if (!size || bpf_probe_read_user(to, size, (void *)start) != 0) {
    to[0] = 0;
    return 0;
  }
  struct replacement r = {to, size - 1, kept(to_size), ' '};
  FOR_EACH(to_size, replace_nul, &r);
  return 0;
}

/* memstr(): memory as a string, its NULs replaced. */
BUILTIN s64 dt_memstr(struct dt_context *dc, char *to, u32 to_size, s64 address, s64 instead,
                      s64 size) {
  u64 count = size > 0 ? size - 1 : 0; /* the size counts the NUL at the end */
  HIDE(count);
  if (count > to_size - 1)
    count = to_size - 1;
  to[0] = 0;
  if (read_anywhere(to, count, address) != 0) {
    dt_fault(dc, DT_FAULT_BADADDR, address);
    return 0;
  }
  struct replacement r = {to, count, kept(to_size), (u8)instead};
  FOR_EACH(to_size, replace_nul, &r);
  return 0;
}

inline_ u64 process_numbers(void) { /* address of the innermost struct upid */
  const u64 leader = read_word(bpf_get_current_task() + dt_offset_task_struct__group_leader);
  const u64 pid = read_word(leader + dt_offset_task_struct__thread_pid);
  const u64 level = read_half(pid + dt_offset_pid__level);
  return pid + dt_offset_pid__numbers + level * (dt_offset_upid__ns + 8);
}

BUILTIN s64 dt_nspid(struct dt_context *dc) {
  (void)dc;
  return read_half(process_numbers());
}

BUILTIN s64 dt_nsid(struct dt_context *dc) {
  (void)dc;
  const u64 space = read_word(process_numbers() + dt_offset_upid__ns);
  return read_half(space + dt_offset_pid_namespace__ns__inum);
}

/* The struct file of a descriptor; 0: it is not open. */
BUILTIN s64 dt_getf(struct dt_context *dc, s64 descriptor) {
  (void)dc;
  const u64 files = read_word(bpf_get_current_task() + dt_offset_task_struct__files);
  const u64 table = read_word(files + dt_offset_files_struct__fdt);
  if ((u64)descriptor >= read_half(table + dt_offset_fdtable__max_fds))
    return 0;
  return read_word(read_word(table + dt_offset_fdtable__fd) + descriptor * 8);
}
