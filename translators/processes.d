/*
 * Processes and threads as proc(4) describes them: psinfo_t and lwpsinfo_t, made from the kernel's
 * struct task_struct. What Linux has no such thing for is 0: tasks, projects, pools and zones of
 * processes, wait channels, kinds of sleep. Of a process that is not the current one, arguments and
 * environment cannot be read: pr_psargs is its name then.
 */
typedef struct timestruc {
	time_t tv_sec;
	long tv_nsec;
} timestruc_t;

translator timestruc_t < int64_t T > {	/* nanoseconds */
	tv_sec = T / 1000000000;
	tv_nsec = T % 1000000000;
};

typedef struct psinfo {
	int pr_nlwp;			/* threads */
	pid_t pr_pid;
	pid_t pr_ppid;
	pid_t pr_pgid;
	pid_t pr_sid;
	uid_t pr_uid;
	uid_t pr_euid;
	gid_t pr_gid;
	gid_t pr_egid;
	uintptr_t pr_addr;		/* struct task_struct of the process's first thread */
	dev_t pr_ttydev;		/* controlling terminal, PRNODEV: none */
	timestruc_t pr_start;		/* since 1970 */
	char pr_fname[16];
	char pr_psargs[80];
	int pr_argc;
	uintptr_t pr_argv;
	uintptr_t pr_envp;
	char pr_dmodel;			/* PR_MODEL_ILP32, PR_MODEL_LP64 */
	taskid_t pr_taskid;
	projid_t pr_projid;
	poolid_t pr_poolid;
	zoneid_t pr_zoneid;
} psinfo_t;

inline dev_t PRNODEV = (dev_t)-1;
inline char PR_MODEL_UNKNOWN = 0;
inline char PR_MODEL_ILP32 = 1;
inline char PR_MODEL_LP64 = 2;

/* arch/x86/include/asm/thread_info.h, arch/arm64/include/asm/thread_info.h */
inline int __tif_32bit = __has_type(struct cpuinfo_x86) ? 29 : 22;

/* Whether the memory of the process at T is that of the current one. */
inline int __is_current[struct task_struct *T] = T->mm != NULL && T->mm == curthread->mm;

translator psinfo_t < struct task_struct *T > {
	pr_nlwp = T->signal->nr_threads;
	pr_pid = T->tgid;
	pr_ppid = T->real_parent->tgid;
	pr_pgid = T->signal->pids[PIDTYPE_PGID]->numbers[0].nr;
	pr_sid = T->signal->pids[PIDTYPE_SID]->numbers[0].nr;
	pr_uid = T->cred->uid.val;
	pr_euid = T->cred->euid.val;
	pr_gid = T->cred->gid.val;
	pr_egid = T->cred->egid.val;
	pr_addr = (uintptr_t)T->group_leader;
	pr_ttydev = T->signal->tty == NULL ? PRNODEV :
	    (dev_t)(T->signal->tty->driver->major << 20 |
	    (T->signal->tty->driver->minor_start + T->signal->tty->index));
	pr_start = xlate <timestruc_t> ((int64_t)(walltimestamp - timestamp +
	    T->group_leader->start_time));
	pr_fname = T->group_leader->comm;
	pr_psargs = __is_current[T] ? execargs : stringof(T->group_leader->comm);
	pr_argc = __is_current[T] ? *(userland long *)T->mm->start_stack : 0;
	pr_argv = T->mm == NULL ? 0 : T->mm->start_stack + sizeof (long);
	pr_envp = __is_current[T] ? T->mm->start_stack +
	    (*(userland long *)T->mm->start_stack + 2) * sizeof (long) : 0;
	pr_dmodel = (T->thread_info.flags >> __tif_32bit & 1) ? PR_MODEL_ILP32 : PR_MODEL_LP64;
	pr_taskid = 0;
	pr_projid = 0;
	pr_poolid = 0;
	pr_zoneid = 0;
};

typedef struct lwpsinfo {
	int pr_flag;			/* PR_STOPPED and the others below */
	id_t pr_lwpid;
	uintptr_t pr_addr;		/* struct task_struct */
	uintptr_t pr_wchan;
	char pr_stype;
	char pr_state;			/* SSLEEP and the others below */
	char pr_sname;			/* the same as a letter of "SRZTIO" */
	char pr_nice;			/* -20 to 19 */
	short pr_syscall;
	int pr_pri;			/* 0 to 139, high is urgent: the kernel's prio the other way */
	char pr_clname[8];		/* scheduling class as in ps(1): TS FF RR B IDL DLN */
	processorid_t pr_onpro;		/* CPU it last ran on */
	processorid_t pr_bindpro;	/* CPU it is bound to, PBIND_NONE: may run on several */
	psetid_t pr_bindpset;
	string pr_name;			/* the thread's own name */
} lwpsinfo_t;

/* Flags of a thread; of its process; of how that is traced. pr_flag has PR_STOPPED, PR_ASLEEP, PR_IDLE,
 * PR_ISSYS (a thread of the kernel) and PR_PTRACE here, never the others. */
inline int PR_STOPPED = 0x1;
inline int PR_ISTOP = 0x2;
inline int PR_DSTOP = 0x4;
inline int PR_STEP = 0x8;
inline int PR_ASLEEP = 0x10;
inline int PR_PCINVAL = 0x20;
inline int PR_ASLWP = 0x40;
inline int PR_AGENT = 0x80;
inline int PR_DETACH = 0x100;
inline int PR_DAEMON = 0x200;
inline int PR_IDLE = 0x400;
inline int PR_ISSYS = 0x1000;
inline int PR_VFORKP = 0x2000;
inline int PR_ORPHAN = 0x4000;
inline int PR_NOSIGCHLD = 0x8000;
inline int PR_WAITPID = 0x10000;
inline int PR_FORK = 0x100000;
inline int PR_RLC = 0x200000;
inline int PR_KLC = 0x400000;
inline int PR_ASYNC = 0x800000;
inline int PR_MSACCT = 0x1000000;
inline int PR_BPTADJ = 0x2000000;
inline int PR_PTRACE = 0x4000000;
inline int PR_MSFORK = 0x8000000;

/* Why a thread is stopped. */
inline int PR_REQUESTED = 1;
inline int PR_SIGNALLED = 2;
inline int PR_SYSENTRY = 3;
inline int PR_SYSEXIT = 4;
inline int PR_JOBCONTROL = 5;
inline int PR_FAULTED = 6;
inline int PR_SUSPENDED = 7;
inline int PR_CHECKPOINT = 8;

/* What a thread waits for (pr_stype): 0 here, as Linux does not keep it. */
inline char SOBJ_NONE = 0;
inline char SOBJ_MUTEX = 1;
inline char SOBJ_RWLOCK = 2;
inline char SOBJ_CV = 3;
inline char SOBJ_SEMA = 4;
inline char SOBJ_USER = 5;
inline char SOBJ_USER_PI = 6;
inline char SOBJ_SHUTTLE = 7;

inline char SSLEEP = 1;
inline char SRUN = 2;
inline char SZOMB = 3;
inline char SSTOP = 4;
inline char SIDL = 5;
inline char SONPROC = 6;
inline char SWAIT = 7;

inline char PR_STATE_SSLEEP = 1;
inline char PR_STATE_SRUN = 2;
inline char PR_STATE_SZOMB = 3;
inline char PR_STATE_SSTOP = 4;
inline char PR_STATE_SIDL = 5;
inline char PR_STATE_SONPROC = 6;
inline char PR_STATE_SWAIT = 7;

/* include/linux/sched.h: interruptible 1, uninterruptible 2, stopped 4, traced 8, parked 0x40, new
 * 0x800; include/linux/sched/prio.h */
inline int __max_prio = 140;
inline int __default_prio = 120;
inline unsigned int __task_state[struct task_struct *T] =
    __has_member(struct task_struct, __state) ? T->__state : T->state;
inline int __task_on_cpu[struct task_struct *T] =
    __has_member(struct task_struct, on_cpu) ? T->on_cpu : T == curthread;
inline int __task_cpu[struct task_struct *T] =
    __has_member(struct task_struct, cpu) ? T->cpu : T->thread_info.cpu;
inline char __lwp_state[struct task_struct *T] =
    T->exit_state != 0 ? SZOMB :
    (__task_state[T] & 0x4c) ? SSTOP :
    (__task_state[T] & 0x800) ? SIDL :
    (__task_state[T] & 3) ? SSLEEP :
    __task_on_cpu[T] ? SONPROC : SRUN;

inline int __of_kernel = 0x200000; /* include/linux/sched.h: PF_KTHREAD */

translator lwpsinfo_t < struct task_struct *T > {
	pr_flag = (__lwp_state[T] == SSTOP ? PR_STOPPED : __lwp_state[T] == SSLEEP ? PR_ASLEEP : 0) |
	    (T->pid == 0 ? PR_IDLE : 0) | (T->flags & __of_kernel ? PR_ISSYS : 0) |
	    (T->ptrace ? PR_PTRACE : 0);
	pr_lwpid = T->pid;
	pr_addr = (uintptr_t)T;
	pr_wchan = 0;
	pr_stype = 0;
	pr_state = __lwp_state[T];
	pr_sname = __lwp_state[T] == SSLEEP ? 'S' : __lwp_state[T] == SRUN ? 'R' :
	    __lwp_state[T] == SZOMB ? 'Z' : __lwp_state[T] == SSTOP ? 'T' :
	    __lwp_state[T] == SIDL ? 'I' : 'O';
	pr_nice = T->static_prio - __default_prio;
	pr_syscall = 0;
	pr_pri = __max_prio - 1 - T->prio;
	pr_clname = T->policy == 0 ? "TS" : T->policy == 1 ? "FF" : T->policy == 2 ? "RR" :
	    T->policy == 3 ? "B" : T->policy == 5 ? "IDL" : T->policy == 6 ? "DLN" : "?";
	pr_onpro = __task_cpu[T];
	pr_bindpro = T->nr_cpus_allowed == 1 ? __task_cpu[T] : PBIND_NONE;
	pr_bindpset = PS_NONE;
	pr_name = T->comm;
};
