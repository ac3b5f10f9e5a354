/* What every function in bpf/ is given: the firing of one probe. One dt_context lives on the stack of
 * the program that serves the probe; as everything is inlined, most of it becomes registers. */
#pragma once
#include <dtrace/abi/aggregation.h>
#include <dtrace/abi/record.h>
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

struct dt_context {
  void *bpf;          /* the program's own context: raw tracepoint arguments, bpf_perf_event_data … */
  u32 index;          /* Probe::number of the firing probe, as the program's index function gave it */
  u32 probe;          /* probe id */
  u32 cpu;
  u32 fault;          /* enum dt_fault + 1; 0: none. Code checks it after each call that may fault */
  u64 fault_value;
  u64 timestamp;      /* of this firing, 0 until asked for: all clauses see one time */
  char *scratch;      /* this program's scratch memory, when it uses any; else 0 */
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
