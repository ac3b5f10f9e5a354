/*
 * The sysinfo provider: the kernel's counters as kstat(1M) names them elsewhere. args[0] (arg0) is
 * by how much a counter grows, args[1] (arg1) would be its address: 0. Counters that Linux has not
 * are not there.
 */
#pragma D attributes Evolving/Evolving/ISA provider sysinfo name
#pragma D attributes Private/Private/ISA provider sysinfo args

/* include/trace/events/lock.h: kinds of contended locks. */
inline int __lcb_spin = 1;
inline int __lcb_read = 2;
inline int __lcb_write = 4;
inline int __lcb_mutex = 32;

provider sysinfo {
	probe bawrite(int, uintptr_t) = rawtp:::block_rq_issue
	    / (args[0]->cmd_flags & 0xff) == 1 && (args[0]->cmd_flags & (1 << 11)) == 0 / : 1, 0;
	probe bread(int, uintptr_t) = rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 0 / : 1, 0;
	probe bwrite(int, uintptr_t) = rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 1 / : 1, 0;
	probe idlethread(int, uintptr_t) = rawtp:::sched_switch / args[2]->pid == 0 / : 1, 0;
	probe intrblk(int, uintptr_t) = rawtp:::softirq_entry : 1, 0;
	probe inv_swtch(int, uintptr_t) = rawtp:::sched_switch / args[3] == 0 && args[1]->pid != 0 / : 1, 0;
	probe lread(int, uintptr_t) = fbt::bdev_getblk:entry, fbt::__getblk_gfp:entry : 1, 0;
	probe lwrite(int, uintptr_t) = fbt::mark_buffer_dirty:entry : 1, 0;
	probe modload(int, uintptr_t) = rawtp:::module_load : 1, 0;
	probe modunload(int, uintptr_t) = rawtp:::module_free : 1, 0;
	probe msg(int, uintptr_t) = syscall::msg[sr][nc][dv]:entry : 1, 0;
	probe mutex_adenters(int, uintptr_t) = rawtp:::contention_begin / args[1] & __lcb_mutex / : 1, 0;
	probe namei(int, uintptr_t) = fbt::filename_lookup:entry : 1, 0;
	probe nthreads(int, uintptr_t) = rawtp:::task_newtask : 1, 0;
	probe phread(int, uintptr_t) = rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 0 / : 1, 0;
	probe phwrite(int, uintptr_t) = rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 1 / : 1, 0;
	probe procovf(int, uintptr_t) = syscall::*fork:return / errno == 11 / : 1, 0;
	probe procovf(int, uintptr_t) = syscall::clone*:return / errno == 11 / : 1, 0;
	probe pswitch(int, uintptr_t) = rawtp:::sched_switch : 1, 0;
	probe readch(long, uintptr_t) = syscall::read:return / (long)arg0 > 0 / : arg0, 0;
	probe readch(long, uintptr_t) = syscall::readv:return / (long)arg0 > 0 / : arg0, 0;
	probe readch(long, uintptr_t) = syscall::pread*:return / (long)arg0 > 0 / : arg0, 0;
	probe rcvint(int, uintptr_t) = rawtp:::netif_rx, rawtp:::napi_poll : 1, 0;
	probe rw_rdfails(int, uintptr_t) = rawtp:::contention_begin
	    / (args[1] & __lcb_read) && (args[1] & __lcb_spin) == 0 / : 1, 0;
	probe rw_wrfails(int, uintptr_t) = rawtp:::contention_begin
	    / (args[1] & __lcb_write) && (args[1] & __lcb_spin) == 0 / : 1, 0;
	probe sema(int, uintptr_t) = syscall::sem*op:entry : 1, 0;
	probe sysexec(int, uintptr_t) = syscall::execve*:entry : 1, 0;
	probe sysfork(int, uintptr_t) = syscall::fork:entry : 1, 0;
	probe sysfork(int, uintptr_t) = syscall::clone:entry / (arg0 & 0x14000) == 0 / : 1, 0;
	probe sysread(int, uintptr_t) = syscall::read:entry : 1, 0;
	probe sysread(int, uintptr_t) = syscall::readv:entry : 1, 0;
	probe sysread(int, uintptr_t) = syscall::pread*:entry : 1, 0;
	probe sysvfork(int, uintptr_t) = syscall::vfork:entry : 1, 0;
	probe sysvfork(int, uintptr_t) = syscall::clone:entry / arg0 & 0x4000 / : 1, 0;
	probe syswrite(int, uintptr_t) = syscall::write:entry : 1, 0;
	probe syswrite(int, uintptr_t) = syscall::writev:entry : 1, 0;
	probe syswrite(int, uintptr_t) = syscall::pwrite*:entry : 1, 0;
	probe trap(int, uintptr_t) = rawtp:::page_fault_user : 1, 0;
	probe trap(int, uintptr_t) = rawtp:::page_fault_kernel : 1, 0;
	probe writech(long, uintptr_t) = syscall::write:return / (long)arg0 > 0 / : arg0, 0;
	probe writech(long, uintptr_t) = syscall::writev:return / (long)arg0 > 0 / : arg0, 0;
	probe writech(long, uintptr_t) = syscall::pwrite*:return / (long)arg0 > 0 / : arg0, 0;
	probe xcalls(int, uintptr_t) = rawtp:::ipi_send_cpu : 1, 0;
	probe xcalls(int, uintptr_t) = rawtp:::ipi_send_cpumask : 1, 0;
	probe xmtint(int, uintptr_t) = rawtp:::net_dev_xmit : 1, 0;
};
