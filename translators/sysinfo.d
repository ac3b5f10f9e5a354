/*
 * The sysinfo provider: the kernel's counters as kstat(1M) names them elsewhere. args[0] (arg0) is
 * by how much a counter grows, args[1] (arg1) would be its address: 0. Those at the
 * end have no Linux equivalent: scripts may name them, and they never fire.
 */
#pragma D depends_on library lockstat.d
#pragma D attributes Evolving/Evolving/ISA provider sysinfo name
#pragma D attributes Private/Private/ISA provider sysinfo args

/* include/trace/events/lock.h: kinds of contended locks. */
inline int __lcb_spin = 1;
inline int __lcb_read = 2;
inline int __lcb_write = 4;

provider sysinfo {
	probe bawrite(int by, uintptr_t statistic) = rawtp:::block_rq_issue
	    / (args[0]->cmd_flags & 0xff) == 1 && (args[0]->cmd_flags & (1 << 11)) == 0 / : 1, 0;
	probe bread(int by, uintptr_t statistic) =
	    rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 0 / : 1, 0;
	probe bwrite(int by, uintptr_t statistic) =
	    rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 1 / : 1, 0;
	probe idlethread(int by, uintptr_t statistic) =
	    rawtp:::sched_switch / args[2]->pid == 0 / : 1, 0;
	probe intrblk(int by, uintptr_t statistic) = rawtp:::softirq_entry : 1, 0;
	probe inv_swtch(int by, uintptr_t statistic) =
	    rawtp:::sched_switch / args[3] == 0 && args[1]->pid != 0 / : 1, 0;
	probe lread(int by, uintptr_t statistic) =
	    fbt::bdev_getblk:entry, fbt::__getblk_gfp:entry : 1, 0;
	probe lwrite(int by, uintptr_t statistic) = fbt::mark_buffer_dirty:entry : 1, 0;
	probe modload(int by, uintptr_t statistic) = rawtp:::module_load : 1, 0;
	probe modunload(int by, uintptr_t statistic) = rawtp:::module_free : 1, 0;
	probe msg(int by, uintptr_t statistic) = syscall::msg[sr][nc][dv]:entry : 1, 0;
	probe mutex_adenters(int by, uintptr_t statistic) =
	    rawtp:::contention_begin / __wait_notes[(uintptr_t)args[0], args[1]] / : 0, 0;
	probe mutex_adenters(int by, uintptr_t statistic) = rawtp:::contention_end
	    / __wait_ends[(uintptr_t)args[0], args[1]] && __wait_was_for_mutex / : 1, 0;
	probe namei(int by, uintptr_t statistic) = fbt::filename_lookup:entry : 1, 0;
	probe nthreads(int by, uintptr_t statistic) = rawtp:::task_newtask : 1, 0;
	probe phread(int by, uintptr_t statistic) =
	    rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 0 / : 1, 0;
	probe phwrite(int by, uintptr_t statistic) =
	    rawtp:::block_rq_issue / (args[0]->cmd_flags & 0xff) == 1 / : 1, 0;
	probe procovf(int by, uintptr_t statistic) = syscall::*fork:return / errno == 11 / : 1, 0;
	probe procovf(int by, uintptr_t statistic) = syscall::clone*:return / errno == 11 / : 1, 0;
	probe pswitch(int by, uintptr_t statistic) = rawtp:::sched_switch : 1, 0;
	probe readch(long by, uintptr_t statistic) =
	    syscall::read:return / (long)arg0 > 0 / : arg0, 0;
	probe readch(long by, uintptr_t statistic) =
	    syscall::readv:return / (long)arg0 > 0 / : arg0, 0;
	probe readch(long by, uintptr_t statistic) =
	    syscall::pread*:return / (long)arg0 > 0 / : arg0, 0;
	probe rcvint(int by, uintptr_t statistic) = rawtp:::netif_rx, rawtp:::napi_poll : 1, 0;
	probe rw_rdfails(int by, uintptr_t statistic) = rawtp:::contention_begin
	    / (args[1] & __lcb_read) && (args[1] & __lcb_spin) == 0 / : 1, 0;
	probe rw_wrfails(int by, uintptr_t statistic) = rawtp:::contention_begin
	    / (args[1] & __lcb_write) && (args[1] & __lcb_spin) == 0 / : 1, 0;
	probe sema(int by, uintptr_t statistic) = syscall::sem*op:entry : 1, 0;
	probe sysexec(int by, uintptr_t statistic) = syscall::execve*:entry : 1, 0;
	probe sysfork(int by, uintptr_t statistic) = syscall::fork:entry : 1, 0;
	probe sysfork(int by, uintptr_t statistic) =
	    syscall::clone:entry / (arg0 & 0x14000) == 0 / : 1, 0;
	probe sysread(int by, uintptr_t statistic) = syscall::read:entry : 1, 0;
	probe sysread(int by, uintptr_t statistic) = syscall::readv:entry : 1, 0;
	probe sysread(int by, uintptr_t statistic) = syscall::pread*:entry : 1, 0;
	probe sysvfork(int by, uintptr_t statistic) = syscall::vfork:entry : 1, 0;
	probe sysvfork(int by, uintptr_t statistic) = syscall::clone:entry / arg0 & 0x4000 / : 1, 0;
	probe syswrite(int by, uintptr_t statistic) = syscall::write:entry : 1, 0;
	probe syswrite(int by, uintptr_t statistic) = syscall::writev:entry : 1, 0;
	probe syswrite(int by, uintptr_t statistic) = syscall::pwrite*:entry : 1, 0;
	probe trap(int by, uintptr_t statistic) = rawtp:::page_fault_user : 1, 0;
	probe trap(int by, uintptr_t statistic) = rawtp:::page_fault_kernel : 1, 0;
	/* Only x86 and riscv have those. Not those that are tried again: FAULT_FLAG_TRIED. */
	probe trap(int by, uintptr_t statistic) = fbt::handle_mm_fault:entry
	    / !__has_probe(rawtp:::page_fault_user) && (arg2 & 0x20) == 0 / : 1, 0;
	probe writech(long by, uintptr_t statistic) =
	    syscall::write:return / (long)arg0 > 0 / : arg0, 0;
	probe writech(long by, uintptr_t statistic) =
	    syscall::writev:return / (long)arg0 > 0 / : arg0, 0;
	probe writech(long by, uintptr_t statistic) =
	    syscall::pwrite*:return / (long)arg0 > 0 / : arg0, 0;
	probe xcalls(int by, uintptr_t statistic) = rawtp:::ipi_send_cpu : 1, 0;
	probe xcalls(int by, uintptr_t statistic) = rawtp:::ipi_send_cpumask : 1, 0;
	probe xmtint(int by, uintptr_t statistic) = rawtp:::net_dev_xmit : 1, 0;

	probe canch(int by, uintptr_t statistic);
	probe cpu_ticks_idle(int by, uintptr_t statistic);
	probe cpu_ticks_kernel(int by, uintptr_t statistic);
	probe cpu_ticks_user(int by, uintptr_t statistic);
	probe cpu_ticks_wait(int by, uintptr_t statistic);
	probe cpumigrate(int by, uintptr_t statistic);
	probe mdmint(int by, uintptr_t statistic);
	probe outch(int by, uintptr_t statistic);
	probe rawch(int by, uintptr_t statistic);
	probe rw_enters(int by, uintptr_t statistic);
	probe ufsdirblk(int by, uintptr_t statistic);
	probe ufsiget(int by, uintptr_t statistic);
	probe ufsinopage(int by, uintptr_t statistic);
	probe ufsipage(int by, uintptr_t statistic);
	probe wait_ticks_io(int by, uintptr_t statistic);
};
