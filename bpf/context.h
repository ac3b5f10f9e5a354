/* What every function in bpf/ is given: the firing of one probe. One dt_context lives on the stack of
 * the program that serves the probe; as everything is inlined, most of it becomes registers. */
#pragma once
#include <dtrace/abi/aggregation.h>
#include <dtrace/abi/record.h>
#include <dtrace/abi/speculation.h>
#include <dtrace/abi/state.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define inline_ static inline __attribute__((always_inline))
/* Called by generated code: kept when unused here, inlined when linked. */
#define BUILTIN __attribute__((always_inline))
/* The compiler knows nothing of x from here on: a bound checked after this stays in the code, where
 * the verifier wants to see it. */
#define HIDE(x) asm volatile("" : "+r"(x))
/* Whether x < limit, as a comparison of its own: two of them are never made one by the compiler, in
 * which the verifier would see neither. */
#define BELOW(x, limit)                                                                            \
  ({                                                                                               \
    HIDE(x);                                                                                       \
    (x) < (limit);                                                                                 \
  })
/* x as a number: of what the verifier knows to be a pointer it refuses most arithmetic. Of the result
 * of a swap it knows nothing. */
#define NUMBER(x)                                                                                  \
  ({                                                                                               \
    u64 swapped_ = __builtin_bswap64((u64)(x));                                                    \
    HIDE(swapped_);                                                                                \
    __builtin_bswap64(swapped_);                                                                   \
  })
/* Function `name` uses `units` times dt_strsize + 128 bytes at dc->scratch. */
#define USES_SCRATCH(name, units) const u32 name##__scratch = units
/* String function `name` writes exactly `size` bytes, zeros after the NUL. */
#define FILLS(name, size) const u32 name##__fills = size
/* String function `name` writes nothing behind the NUL. */
#define ENDS_CLEAN(name) const u32 name##__clean = 1
/* `name`_words does the same for a first string of at most `most` bytes, a multiple of 8, that is
 * 8-aligned and zero from its NUL on. */
#define TAKES_WORDS(name, most) const u32 name##__words = most
/* What a call from D that leaves out an optional integer argument passes. */
#define DT_ABSENT INT64_MIN

struct dt_context {
#define DT_MEMBER(type, name) type name;
#include <dtrace/abi/context.def>
#undef DT_MEMBER
};

inline_ void dt_fault(struct dt_context *dc, u32 fault, u64 value) {
  if (!dc->fault) {
    dc->fault = fault + 1;
    dc->fault_value = value;
  }
}

/* Memory shared with the consumer: symbols that the loader turns into addresses of map values. */
extern struct dt_state dt_state;
extern struct dt_cpu dt_cpus[];

/* Constants that code generation knows, folded when the program is built. dt_offset_S__m__n is the
 * offset of m.n in the kernel's struct S; asking for one that this kernel lacks is a diagnostic. */
extern const u32 dt_cpu_mask; /* possible CPUs, rounded up to a power of two, less 1 */
extern const u32 dt_strsize; /* the strsize option, rounded up to 8 */

/* `n` more of a counter of struct dt_cpu. Of two programs on one CPU, one may interrupt the other. */
#define COUNT_DROPS(counter, n)                                                                    \
  ((void)__sync_fetch_and_add(&dt_cpus[bpf_get_smp_processor_id() & dt_cpu_mask].counter, n))
#define COUNT_DROP(counter) COUNT_DROPS(counter, 1)
