/* Kernel stacks in records: up to this many frames may be those of the kernel's own tracing, between
 * the probe and the program. They come first, each as DT_TRACING_FRAME, and are not shown. */
#pragma once

#define DT_TRACING_FRAMES 2
#define DT_TRACING_FRAME 1
