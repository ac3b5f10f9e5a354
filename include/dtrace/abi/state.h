/* Memory that the BPF programs and the consumer share: the values of two mapped arrays. */
#pragma once
#include <stdint.h>

enum dt_activity {
  DT_INACTIVE = 0, /* loaded; no probe but BEGIN does anything */
  DT_ACTIVE = 1,   /* after BEGIN */
  DT_DRAINING = 2, /* exit() was called, or the consumer is leaving: only END */
};

/* What the tracer tells programs of the machine, in dt_state.machine. */
enum dt_machine {
  DT_MACHINE_LOAD_1, DT_MACHINE_LOAD_5, DT_MACHINE_LOAD_15, /* 2048: a load of 1, as in the kernel */
  DT_MACHINE_CPUS,          /* online */
  DT_MACHINE_CPUS_POSSIBLE,
  DT_MACHINE_PAGES, DT_MACHINE_PAGES_FREE, /* of memory */
  DT_MACHINE_LAST_PAGE,     /* the greatest page frame number and 1 */
  DT_MACHINE_FORKS,         /* since the machine was started */
  DT_MACHINE_THREADS,       /* there are */
  DT_MACHINE_BOOT,          /* when it was started, seconds of the epoch */
  DT_MACHINE_PAGE_SIZE,     /* bytes */
  DT_MACHINE_SWAP, DT_MACHINE_SWAP_FREE, /* pages of it */
  DT_MACHINE_FACTS = 16
};

/* Map `dt_state`: one element. */
struct dt_state {
  uint32_t activity;     /* enum dt_activity; programs set DT_DRAINING in exit() */
  int32_t exit_status;   /* argument of exit() */
  uint64_t wall_offset;  /* CLOCK_REALTIME - CLOCK_MONOTONIC, ns; the consumer keeps it fresh */
  uint64_t generation;   /* from 1; the consumer adds 1 at each clear() and trunc() */
  uint32_t target;       /* $target, host pid; 0: none */
  uint32_t self_pid;     /* the tracer's own process */
  uint32_t speculation_hint; /* where the next search for an idle speculation starts */
  uint32_t asleep;       /* the consumer waits to be woken (abi/buffer.h) */
  uint64_t machine[DT_MACHINE_FACTS]; /* by enum dt_machine; kept fresh for programs that ask */
};

/* Map `dt_cpus`: one element a CPU, padded to a cache line pair. Counters only grow. */
struct dt_cpu {
  uint64_t record_drops;       /* principal buffer full */
  uint64_t aggregation_drops;  /* aggregation map full */
  uint64_t dynamic_drops;      /* dynamic variable space full */
  uint64_t speculation_drops;  /* speculation full (specsize) */
  uint64_t speculation_busy;
  uint64_t speculation_none;   /* speculation() found none */
  uint64_t error_drops;        /* fault inside ERROR (double fault) */
  uint64_t string_drops;       /* ustack string space */
  uint64_t scheduler_lag;      /* vtimestamp's: this CPU's scheduler clock behind the monotonic one */
  uint64_t unused[7];
};
