/* Faults (Guide: ERROR probe): the record that the consumer reports. */
#include "buffer.h"

/* Not inlined: every clause that may fault calls it, few ever do. */
__attribute__((noinline)) void dt_report_fault(u64 probe, u64 clause_and_action, u64 fault, u64 value,
                                                u64 time) {
  const u32 cpu = bpf_get_smp_processor_id();
  struct dt_error_record *record = reserve(sizeof *record, 1);
  if (!record) {
    COUNT_DROP(record_drops);
    return;
  }
  record->record.probe = probe;
  record->record.clause = DT_RECORD_ERROR;
  record->record.cpu = cpu;
  record->clause = clause_and_action >> 32;
  record->action = clause_and_action;
  record->fault = fault;
  record->unused = 0;
  record->value = value;
  record->time = time;
  submit(record, sizeof *record);
}
