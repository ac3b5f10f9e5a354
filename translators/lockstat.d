/*
 * The lockstat provider: locks of the kernel. arg0 is the lock's address. With kprobes the functions
 * of mutexes and of read-write semaphores are probed; waiting is reported on every kernel by the
 * contention tracepoints. Functions of spin locks are not probed: that crashed a kernel 6.1.
 * adaptive-block, adaptive-spin and rw-block fire on acquisition in the end; arg1 is how long that
 * took, in nanoseconds. spin-spin and thread-spin fire when the wait begins, and arg1 is 0: nothing
 * can be kept there safely.
 */
#pragma D attributes Evolving/Evolving/Common provider lockstat name
#pragma D attributes Private/Private/ISA provider lockstat args

typedef struct lockinfo {
	uintptr_t lock_addr;
	string lock_type;		/* mutex, rwlock, spin */
} lockinfo_t;

/* include/trace/events/lock.h: kinds of contended locks. */
inline int __lcb_f_spin = 1;
inline int __lcb_f_read = 2;
inline int __lcb_f_write = 4;
inline int __lcb_f_rt = 8;
inline int __lcb_f_percpu = 16;
inline int __lcb_f_mutex = 32;

/* A thread's wait for a mutex or a semaphore: contention_begin, for a mutex again each time that it
 * spins or sleeps, then contention_end, of any kind of lock. What is known of it has a place by the
 * thread's number; of two threads that share one and wait at the same time, only one is reported. A
 * predicate is asked once for each clause: asking twice must say the same. */
inline int __wait_place = tid & 1023;
inline int __wait_slept = 64;
uintptr_t __wait_lock[int];
uint64_t __wait_since[int];
uint32_t __wait_kind[int];
int __wait_over[int];

inline int __is_wait[uint32_t F] =
    (F & __lcb_f_mutex) || ((F & (__lcb_f_read | __lcb_f_write)) && !(F & __lcb_f_spin));
inline int __wait_begins[uintptr_t L, uint32_t F] =
    (__wait_lock[__wait_place] == L && !__wait_over[__wait_place] ? 0 :
    (__wait_lock[__wait_place] = L) && (__wait_since[__wait_place] = timestamp) &&
    ((__wait_over[__wait_place] = 0) || (__wait_kind[__wait_place] = 0))) ||
    (__wait_kind[__wait_place] |= F | ((F & __lcb_f_spin) ? 0 : __wait_slept));
inline int __wait_notes[uintptr_t L, uint32_t F] = __is_wait[F] && __wait_begins[L, F] && 0;
inline int __wait_ends[uintptr_t L, int error] =
    __wait_lock[__wait_place] == L && (__wait_over[__wait_place] = 1) && error == 0;
inline int __wait_was_for_mutex = (__wait_kind[__wait_place] & __lcb_f_mutex) != 0;
inline uint64_t __wait_spent = timestamp - __wait_since[__wait_place];

provider lockstat {
	/* At a return arg2 is the function's first argument: the lock. */
	probe adaptive__acquire(uintptr_t lock) = fbt::mutex_lock:return : arg2;
	probe adaptive__acquire(uintptr_t lock) =
	    fbt::mutex_lock_interruptible:return / arg1 == 0 / : arg2;
	probe adaptive__acquire(uintptr_t lock) =
	    fbt::mutex_lock_killable:return / arg1 == 0 / : arg2;
	probe adaptive__acquire(uintptr_t lock) = fbt::mutex_trylock:return / arg1 != 0 / : arg2;
	probe adaptive__block(uintptr_t lock, uint64_t spent) =
	    rawtp:::contention_begin / __wait_notes[(uintptr_t)args[0], args[1]] / : 0, 0;
	probe adaptive__block(uintptr_t lock, uint64_t spent) = rawtp:::contention_end
	    / __wait_ends[(uintptr_t)args[0], args[1]] && __wait_was_for_mutex &&
	    (__wait_kind[__wait_place] & __wait_slept) / : (uintptr_t)args[0], __wait_spent;
	probe adaptive__spin(uintptr_t lock, uint64_t spent) =
	    rawtp:::contention_begin / __wait_notes[(uintptr_t)args[0], args[1]] / : 0, 0;
	probe adaptive__spin(uintptr_t lock, uint64_t spent) = rawtp:::contention_end
	    / __wait_ends[(uintptr_t)args[0], args[1]] && __wait_was_for_mutex &&
	    !(__wait_kind[__wait_place] & __wait_slept) / : (uintptr_t)args[0], __wait_spent;
	probe adaptive__release(uintptr_t lock) = fbt::mutex_unlock:entry : arg0;
	probe rw__acquire(uintptr_t lock, int is_reader) = fbt::down_read:return : arg2, 1;
	probe rw__acquire(uintptr_t lock, int is_reader) =
	    fbt::down_read_killable:return / arg1 == 0 / : arg2, 1;
	probe rw__acquire(uintptr_t lock, int is_reader) =
	    fbt::down_read_interruptible:return / arg1 == 0 / : arg2, 1;
	probe rw__acquire(uintptr_t lock, int is_reader) =
	    fbt::down_read_trylock:return / arg1 != 0 / : arg2, 1;
	probe rw__acquire(uintptr_t lock, int is_reader) = fbt::down_write:return : arg2, 0;
	probe rw__acquire(uintptr_t lock, int is_reader) =
	    fbt::down_write_killable:return / arg1 == 0 / : arg2, 0;
	probe rw__acquire(uintptr_t lock, int is_reader) =
	    fbt::down_write_trylock:return / arg1 != 0 / : arg2, 0;
	probe rw__block(uintptr_t lock, uint64_t spent, int is_reader) =
	    rawtp:::contention_begin / __wait_notes[(uintptr_t)args[0], args[1]] / : 0, 0, 0;
	probe rw__block(uintptr_t lock, uint64_t spent, int is_reader) = rawtp:::contention_end
	    / __wait_ends[(uintptr_t)args[0], args[1]] && !__wait_was_for_mutex / :
	    (uintptr_t)args[0], __wait_spent, (__wait_kind[__wait_place] & __lcb_f_read) != 0;
	probe rw__release(uintptr_t lock, int is_reader) = fbt::up_read:entry : arg0, 1;
	probe rw__release(uintptr_t lock, int is_reader) = fbt::up_write:entry : arg0, 0;
	probe rw__downgrade(uintptr_t lock) = fbt::downgrade_write:entry : arg0;
	probe spin__spin(uintptr_t lock, uint64_t spent) = rawtp:::contention_begin
	    / (args[1] & __lcb_f_spin) && (args[1] & __lcb_f_mutex) == 0 / : (uintptr_t)args[0], 0;
	probe thread__spin(uintptr_t lock, uint64_t spent) = rawtp:::contention_begin
	    / (args[1] & __lcb_f_rt) / : (uintptr_t)args[0], 0;

	/* What nothing safe tells of */
	probe rw__upgrade(uintptr_t lock);
	probe spin__acquire(uintptr_t lock);
	probe spin__release(uintptr_t lock);
};
