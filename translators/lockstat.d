/*
 * The lockstat provider: locks of the kernel. arg0 is the lock's address. With kprobes the functions
 * of mutexes and of read-write semaphores are probed; waiting is told on every kernel by the
 * contention tracepoints. Functions of spin locks are not probed: a kernel 6.1 died of it. arg1, the
 * time or number of spins elsewhere, is 0.
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

provider lockstat {
	/* At a return arg2 is the function's first argument: the lock. */
	probe adaptive__acquire(uintptr_t lock) = fbt::mutex_lock:return : arg2;
	probe adaptive__acquire(uintptr_t lock) =
	    fbt::mutex_lock_interruptible:return / arg1 == 0 / : arg2;
	probe adaptive__acquire(uintptr_t lock) =
	    fbt::mutex_lock_killable:return / arg1 == 0 / : arg2;
	probe adaptive__acquire(uintptr_t lock) = fbt::mutex_trylock:return / arg1 != 0 / : arg2;
	probe adaptive__block(uintptr_t lock, uint64_t spent) = rawtp:::contention_begin
	    / (args[1] & __lcb_f_mutex) && (args[1] & __lcb_f_spin) == 0 / :
	    (uintptr_t)args[0], 0;
	probe adaptive__spin(uintptr_t lock, uint64_t spent) = rawtp:::contention_begin
	    / (args[1] & __lcb_f_mutex) && (args[1] & __lcb_f_spin) / : (uintptr_t)args[0], 0;
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
	probe rw__block(uintptr_t lock, uint64_t spent, int is_reader) = rawtp:::contention_begin
	    / (args[1] & (__lcb_f_read | __lcb_f_write)) && (args[1] & __lcb_f_spin) == 0 / :
	    (uintptr_t)args[0], 0, (args[1] & __lcb_f_read) != 0;
	probe rw__release(uintptr_t lock, int is_reader) = fbt::up_read:entry : arg0, 1;
	probe rw__release(uintptr_t lock, int is_reader) = fbt::up_write:entry : arg0, 0;
	probe rw__downgrade(uintptr_t lock) = fbt::downgrade_write:entry : arg0;
	probe spin__spin(uintptr_t lock, uint64_t spent) = rawtp:::contention_begin
	    / (args[1] & __lcb_f_spin) && (args[1] & __lcb_f_mutex) == 0 / : (uintptr_t)args[0], 0;
	probe thread__spin(uintptr_t lock, uint64_t spent) = rawtp:::contention_begin
	    / (args[1] & __lcb_f_rt) / : (uintptr_t)args[0], 0;
};
