/* Map `dt_buffers`: the buffers of records, one for each CPU (where there are very many, one for a few of
 * them). An element is a struct dt_buffer, then `size` bytes of samples (a power of two), then room for the
 * end of a sample that begins before `size`: none is cut in two. A sample at position p, a multiple of 8,
 * lies at p % size. Positions only grow. Programs write, one thread of the consumer reads.
 *
 * Kernels before 5.12 lack the atomic operations for it: there all records go through the kernel's own
 * ring buffer, map `dt_ring`. Elsewhere that wakes the consumer and holds nothing else. */
#pragma once
#include <stdint.h>

struct dt_buffer {
  uint64_t taken;    /* position up to which the consumer has taken samples, and made them zero again */
  uint64_t unused[15]; /* what others write has a cache line of its own */
  uint64_t reserved; /* position up to which programs have given room to samples */
  uint64_t unused_too[15];
};

/* Before each record, whose size is in `state`. */
struct dt_sample {
  uint64_t state; /* 0: in the making; else its size in bytes and one of these: */
  uint64_t time;  /* ns, taken when the sample had its place; 0 where there is one buffer only */
};
#define DT_SAMPLE_DONE (1ull << 63)
#define DT_SAMPLE_GONE (1ull << 62) /* was given up */
#define DT_SAMPLE_SIZE 0xffffffffull

/* What a record of `size` bytes takes of a buffer. */
#define DT_SAMPLE_ROOM(size) (sizeof(struct dt_sample) + (((size) + 7) & ~7ull))
