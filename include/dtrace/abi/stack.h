/* Stacks in records. The first slots of a kernel stack may be frames of the kernel's own tracing,
 * between the probe and the program: at most DT_TRACING_FRAMES, each as DT_NO_FRAME. A user stack has
 * one slot more than it has frames, for the caller of a function without a frame of its own; where
 * there is none the first is DT_NO_FRAME. Such slots are not shown. */
#pragma once

#define DT_TRACING_FRAMES 2
#define DT_NO_FRAME 1
