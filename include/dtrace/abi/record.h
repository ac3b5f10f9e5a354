/* What a BPF program writes into the ring buffer: plain C, shared by bpf/ and libdtrace/consume.
 * All numbers are in the machine's byte order. The sample's size is the ring buffer's business. */
#pragma once
#include <stdint.h>

/* Every record begins so. Data follow at the offsets of the clause's layout in the Manifest, each
 * aligned to its size up to 8; a layout's size is rounded up to 8. */
struct dt_record {
  uint32_t probe;  /* probe id */
  uint16_t clause; /* index into Manifest::clauses, or one of these: */
  uint16_t cpu;
};

#define DT_RECORD_ERROR 0xffffu
#define DT_RECORD_UPDATE 0xfffeu

/* How every record begins when Manifest::timed says so. */
struct dt_timed_record {
  struct dt_record record;
  uint64_t time; /* the firing's `timestamp`, ns */
};

/* The Guide's fault codes (arg4 of the ERROR probe). */
enum dt_fault {
  DT_FAULT_UNKNOWN = 0,
  DT_FAULT_BADADDR = 1,
  DT_FAULT_BADALIGN = 2,
  DT_FAULT_ILLOP = 3,
  DT_FAULT_DIVZERO = 4,
  DT_FAULT_NOSCRATCH = 5,
  DT_FAULT_KPRIV = 6,
  DT_FAULT_UPRIV = 7,
  DT_FAULT_TUPOFLOW = 8,
  DT_FAULT_BADSTACK = 9,
};

/* A fault: record.probe is the probe that fired, clause below the clause that faulted. */
struct dt_error_record {
  struct dt_record record; /* .clause == DT_RECORD_ERROR */
  uint32_t clause;         /* index into Manifest::clauses */
  uint32_t action;         /* index of the statement in its clause, from 0 */
  uint32_t fault;          /* enum dt_fault */
  uint32_t unused;
  uint64_t value;          /* the bad address, or 0 */
  uint64_t time;           /* as in dt_timed_record; else 0 */
};

/* One update of an aggregation that the kernel could not make: a user stack in the key is unwound by the
 * consumer (-x ustackunwind), or there was no memory for a new key. The key follows, with the number of
 * frames asked for in place of each such stack's id; then a value as abi/aggregation.h has it that saw
 * this update alone; then, at AggregationRecord::stack, the stack if there is one. Each begins at a
 * multiple of 8. */
struct dt_update_record {
  struct dt_record record; /* .clause == DT_RECORD_UPDATE */
  uint32_t aggregation;    /* index into Manifest::aggregations */
  uint32_t unused;
};
