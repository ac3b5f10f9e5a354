/* Where the registers lie with which the current thread came into the kernel (task_pt_regs()). Kernels
 * before 5.15 do not tell: at the top of its stack in the kernel. */
#pragma once
#include "arch.h"
#include "kernel_memory.h"

extern const u32 dt_task_registers; /* the kernel tells */
extern const u32 dt_offset_task_struct__stack;
#define KERNEL_STACK_SIZE 16384 /* THREAD_SIZE of both processors */

inline_ u64 thread_registers(void) {
  if (!dt_task_registers)
    return read_word(bpf_get_current_task() + dt_offset_task_struct__stack) + KERNEL_STACK_SIZE -
           ENTRY_REGISTERS_SIZE;
  u64 address = (u64)bpf_task_pt_regs(bpf_get_current_task_btf());
  HIDE(address);
  return address;
}
