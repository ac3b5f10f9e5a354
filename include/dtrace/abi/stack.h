/* Stacks in records. The first slots of a kernel stack may be frames of the kernel's own tracing,
 * between the probe and the program: at most DT_TRACING_FRAMES, each as DT_NO_FRAME. A user stack has
 * one slot more than it has frames, for the caller of a function without a frame of its own; where
 * there is none the first is DT_NO_FRAME. Such slots are not shown. */
#pragma once
#include <stdint.h>

#define DT_TRACING_FRAMES 2
#define DT_NO_FRAME 1

/* Behind the frames of a user stack that is unwound when it is shown (-x ustackunwind): the thread's
 * registers and the part of its stack from its pointer on, in pieces of DT_STACK_PIECE bytes. */
#define DT_STACK_PIECE 512
#define DT_STACK_PIECES 128 /* at most */
#define DT_STACK_REGISTERS 34

struct dt_stack_copy {
  uint64_t registers[DT_STACK_REGISTERS]; /* by words of the kernel's struct pt_regs */
  uint64_t start;                         /* address of the first byte, a multiple of a piece */
  uint64_t size;                          /* bytes that could be read */
  /* then the bytes */
};
