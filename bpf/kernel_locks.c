/* What the kernel's locks say of themselves: struct mutex, struct rw_semaphore, spinlock_t, rwlock_t
 * (include/linux/mutex_types.h, kernel/locking/rwsem.c, qspinlock.h, qrwlock.h). Only mutexes and
 * semaphores that are held for writing know by whom. */
#include "kernel_memory.h"

extern const u32 dt_offset_mutex__owner__counter;
extern const u32 dt_offset_rw_semaphore__count__counter;
extern const u32 dt_offset_rw_semaphore__owner__counter;
extern const u32 dt_offset_qspinlock__val__counter;
extern const u32 dt_offset_qrwlock__cnts__counter;

#define OWNER_FLAGS 7ull /* the low bits of an owner are not its address's */
#define RWSEM_WRITER 1
#define RWSEM_WAITERS 2
#define RWSEM_HANDOFF 4
#define RWSEM_READERS(count) (((count) & INT64_MAX) >> 8)
#define SPINLOCK_HELD 0xff
#define RWLOCK_WRITER 0xff
#define RWLOCK_WRITER_WAITS 0x100
#define RWLOCK_READERS(count) ((count) >> 9)

inline_ u64 lock_word(struct dt_context *dc, u64 address, u32 size) {
  u64 word = 0;
  if (bpf_probe_read_kernel(&word, size, (void *)address))
    dt_fault(dc, DT_FAULT_BADADDR, address);
  return word;
}

inline_ u64 mutex_holder(struct dt_context *dc, s64 lock) {
  return lock_word(dc, lock + dt_offset_mutex__owner__counter, 8) & ~OWNER_FLAGS;
}

inline_ u64 semaphore(struct dt_context *dc, s64 lock) {
  return lock_word(dc, lock + dt_offset_rw_semaphore__count__counter, 8);
}

inline_ u32 spinlock(struct dt_context *dc, s64 lock) { /* the first member of all kinds of it */
  return lock_word(dc, lock + dt_offset_qspinlock__val__counter, 4);
}

inline_ u32 rwlock(struct dt_context *dc, s64 lock) { /* the first member, too */
  return lock_word(dc, lock + dt_offset_qrwlock__cnts__counter, 4);
}

BUILTIN s64 dt_mutex_owned(struct dt_context *dc, s64 lock) {
  return mutex_holder(dc, lock) == bpf_get_current_task();
}
BUILTIN s64 dt_mutex_owned_spin(struct dt_context *dc, s64 lock) {
  return (spinlock(dc, lock) & SPINLOCK_HELD) != 0;
}

BUILTIN s64 dt_mutex_owner(struct dt_context *dc, s64 lock) {
  return mutex_holder(dc, lock);
}
BUILTIN s64 dt_mutex_owner_spin(struct dt_context *dc, s64 lock) {
  spinlock(dc, lock);
  return 0;
}

BUILTIN s64 dt_mutex_type_adaptive(struct dt_context *dc, s64 lock) {
  mutex_holder(dc, lock);
  return 1;
}
BUILTIN s64 dt_mutex_type_adaptive_spin(struct dt_context *dc, s64 lock) {
  spinlock(dc, lock);
  return 0;
}

BUILTIN s64 dt_mutex_type_spin(struct dt_context *dc, s64 lock) {
  mutex_holder(dc, lock);
  return 0;
}
BUILTIN s64 dt_mutex_type_spin_spin(struct dt_context *dc, s64 lock) {
  spinlock(dc, lock);
  return 1;
}

/* Readers wait only behind a writer: whoever waits, a writer wants the lock. */
BUILTIN s64 dt_rw_iswriter(struct dt_context *dc, s64 lock) {
  return (semaphore(dc, lock) & (RWSEM_WRITER | RWSEM_WAITERS | RWSEM_HANDOFF)) != 0;
}
BUILTIN s64 dt_rw_iswriter_rwlock(struct dt_context *dc, s64 lock) {
  return (rwlock(dc, lock) & (RWLOCK_WRITER | RWLOCK_WRITER_WAITS)) != 0;
}

BUILTIN s64 dt_rw_read_held(struct dt_context *dc, s64 lock) {
  return RWSEM_READERS(semaphore(dc, lock)) != 0;
}
BUILTIN s64 dt_rw_read_held_rwlock(struct dt_context *dc, s64 lock) {
  return RWLOCK_READERS(rwlock(dc, lock)) != 0;
}

BUILTIN s64 dt_rw_write_held(struct dt_context *dc, s64 lock) {
  return (semaphore(dc, lock) & RWSEM_WRITER) != 0;
}
BUILTIN s64 dt_rw_write_held_rwlock(struct dt_context *dc, s64 lock) {
  return (rwlock(dc, lock) & RWLOCK_WRITER) == RWLOCK_WRITER;
}

/* By the current thread; of an rwlock_t nothing tells by whom. */
BUILTIN s64 dt_sx_isexclusive(struct dt_context *dc, s64 lock) {
  const u64 owner = lock_word(dc, lock + dt_offset_rw_semaphore__owner__counter, 8);
  return dt_rw_write_held(dc, lock) && (owner & ~OWNER_FLAGS) == bpf_get_current_task();
}
BUILTIN s64 dt_sx_isexclusive_rwlock(struct dt_context *dc, s64 lock) {
  return dt_rw_write_held_rwlock(dc, lock);
}
