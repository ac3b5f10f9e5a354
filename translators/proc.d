/*
 * The proc provider: processes, threads and signals. A process begins with its first thread, whose
 * lwp-create, lwp-start and lwp-exit fire too.
 */
#pragma D attributes Evolving/Evolving/ISA provider proc name
#pragma D attributes Evolving/Evolving/ISA provider proc args

/* si_… as C programs know them; what a signal does not carry is 0. */
typedef struct dt_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
	pid_t si_pid;
	uid_t si_uid;
	int si_status;
	uintptr_t si_addr;
	int si_fd;
	long si_band;
} siginfo_t;

/* Signals with no data have a small number in the place of a pointer: SEND_SIG_NOINFO (0) is sent by
 * the current process, SEND_SIG_PRIV (1) by the kernel. */
inline int __has_siginfo[struct kernel_siginfo *S] = (uintptr_t)S > 4095;
inline int __si_code[struct kernel_siginfo *S] =
    __has_siginfo[S] ? S->si_code : (uintptr_t)S == 1 ? 0x80 : 0;

translator siginfo_t < struct kernel_siginfo *S > {
	si_signo = __has_siginfo[S] ? S->si_signo : 0;
	si_errno = __has_siginfo[S] ? S->si_errno : 0;
	si_code = __si_code[S];
	si_pid = __has_siginfo[S] ? S->_sifields._kill._pid : (uintptr_t)S == 0 ? pid : 0;
	si_uid = __has_siginfo[S] ? S->_sifields._kill._uid : (uintptr_t)S == 0 ? uid : 0;
	si_status = __has_siginfo[S] ? S->_sifields._sigchld._status : 0;
	si_addr = __has_siginfo[S] ? (uintptr_t)S->_sifields._sigfault._addr : 0;
	si_fd = __has_siginfo[S] ? S->_sifields._sigpoll._fd : 0;
	si_band = __has_siginfo[S] ? S->_sifields._sigpoll._band : 0;
};

/* Why a process ended: args[0] of proc:::exit. */
inline int CLD_EXITED = 1;
inline int CLD_KILLED = 2;
inline int CLD_DUMPED = 3;
inline int CLD_TRAPPED = 4;
inline int CLD_STOPPED = 5;
inline int CLD_CONTINUED = 6;

/* Machine faults: args[0] of proc:::fault. */
inline int FLTILL = 1;
inline int FLTPRIV = 2;
inline int FLTBPT = 3;
inline int FLTTRACE = 4;
inline int FLTACCESS = 5;
inline int FLTBOUNDS = 6;
inline int FLTIOVF = 7;
inline int FLTIZDIV = 8;
inline int FLTFPE = 9;
inline int FLTSTACK = 10;
inline int FLTPAGE = 11;

/* include/uapi/linux/sched.h; include/trace/events/signal.h */
inline int __clone_thread = 0x10000;
inline int __signal_ignored = 1;

inline int __exit_reason[int code] =
    (code & 0x7f) == 0 ? CLD_EXITED : (code & 0x80) ? CLD_DUMPED : CLD_KILLED;

/* Of a signal that a fault of the current thread caused. */
inline int __fault[int signal, int code] =
    signal == 4 ? (code == 5 || code == 6 ? FLTPRIV : FLTILL) :
    signal == 5 ? (code == 2 ? FLTTRACE : FLTBPT) :
    signal == 8 ? (code == 1 ? FLTIZDIV : code == 2 ? FLTIOVF : FLTFPE) :
    signal == 11 && code == 1 ? FLTBOUNDS : FLTACCESS;

provider proc {
	/* The parent and the flags of clone(2) are not Solaris'; FreeBSD has them. */
	probe create(psinfo_t *process, psinfo_t *parent, int flags) =
	    rawtp:::task_newtask / (args[1] & __clone_thread) == 0 / :
	    args[0], args[0]->real_parent, args[1];
	probe exec(string path) = syscall::execve:entry : copyinstr(arg0);
	probe exec(string path) = syscall::execveat:entry : copyinstr(arg1);
	probe exec__failure(int error) = syscall::execve:return / errno != 0 / : errno;
	probe exec__failure(int error) = syscall::execveat:return / errno != 0 / : errno;
	probe exec__success() = rawtp:::sched_process_exec;
	/* Two threads that leave at the same moment may both be the last one: then it fires twice. */
	probe exit(int reason) = rawtp:::sched_process_exit / args[0]->signal->live.counter == 0 / :
	    __exit_reason[args[0]->exit_code];
	probe fault(int fault, siginfo_t *info) =
	    rawtp:::signal_generate
	    / (uintptr_t)args[1] > 4095 && args[2] == curthread && args[1]->si_code > 0 &&
	    args[1]->si_code < 0x80 && (args[0] == 4 || args[0] == 5 || args[0] == 7 ||
	    args[0] == 8 || args[0] == 11) / :
	    __fault[args[0], args[1]->si_code], args[1];
	probe lwp__create(lwpsinfo_t *thread, psinfo_t *process) =
	    rawtp:::task_newtask : args[0], args[0];
	probe lwp__exit() = rawtp:::sched_process_exit;
	/* A new thread's first act is to return from the call that made it. */
	probe lwp__start() = syscall::clone:return / arg1 == 0 && errno == 0 /;
	probe lwp__start() = syscall::clone3:return / arg1 == 0 && errno == 0 /;
	probe lwp__start() = syscall::fork:return / arg1 == 0 && errno == 0 /;
	probe lwp__start() = syscall::vfork:return / arg1 == 0 && errno == 0 /;
	/* On aarch64, which has no fork, it does not: what it comes from is this. */
	probe lwp__start() = fbt::schedule_tail:return
	    / !__has_probe(syscall::fork:return) && curthread->mm != NULL /;
	probe signal__clear(int signal, siginfo_t *info) =
	    syscall::rt_sigtimedwait:return / (int)arg1 > 0 / :
	    (int)arg1, (struct kernel_siginfo *)NULL;
	probe signal__discard(lwpsinfo_t *thread, psinfo_t *process, int signal) =
	    rawtp:::signal_generate / args[4] == __signal_ignored / : args[2], args[2], args[0];
	probe signal__handle(int signal, siginfo_t *info, uintptr_t handler) =
	    rawtp:::signal_deliver : args[0], args[1], (uintptr_t)args[2]->sa.sa_handler;
	probe signal__send(lwpsinfo_t *thread, psinfo_t *process, int signal) =
	    rawtp:::signal_generate / args[4] != __signal_ignored / : args[2], args[2], args[0];
	probe start() = syscall::clone:return / arg1 == 0 && errno == 0 && tid == pid /;
	probe start() = syscall::clone3:return / arg1 == 0 && errno == 0 && tid == pid /;
	probe start() = syscall::fork:return / arg1 == 0 && errno == 0 /;
	probe start() = syscall::vfork:return / arg1 == 0 && errno == 0 /;
	probe start() = fbt::schedule_tail:return
	    / !__has_probe(syscall::fork:return) && curthread->mm != NULL && tid == pid /;
};
