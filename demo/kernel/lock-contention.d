#!/usr/sbin/dtrace -qs
/*
 * lock-contention.d - locks of the kernel for which threads wait
 *
 * SYNOPSIS
 *     lock-contention.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, how often and how long threads waited for a lock that another one held, by kind of
 *     lock and by where; longest last. With -c or -p, that process and what descends from it.
 *     Kinds: adaptive-block and adaptive-spin, a mutex, asleep or spinning; rw-block, a semaphore of
 *     readers and writers; spin-spin, a spin lock. Needs Linux 5.19.
 *
 * EXAMPLE
 *     # ./lock-contention.d -c 'bash work'
 *     dd, spin-spin
 *     vmlinux`__pv_queued_spin_lock_slowpath+0x15b
 *     vmlinux`_raw_spin_lock_irqsave+0x4d
 *     vmlinux`get_page_from_freelist+0x58d
 *     vmlinux`__alloc_frozen_pages_noprof+0x173
 *     vmlinux`alloc_pages_mpol+0x86
 *     vmlinux`folio_alloc_noprof+0x57
 *     vmlinux`__filemap_get_folio+0x1a6
 *     vmlinux`ext4_da_write_begin+0xde
 *               53 us in 1 waits
 *
 *     dd, rw-block
 *     vmlinux`rwsem_down_write_slowpath+0x588
 *     vmlinux`down_write+0x66
 *     vmlinux`ext4_buffered_write_iter+0x31
 *     vmlinux`vfs_write+0x22f
 *     vmlinux`ksys_write+0x66
 *     vmlinux`do_syscall_64+0x71
 *     vmlinux`entry_SYSCALL_64_after_hwframe+0x76
 *           745898 us in 10 waits
 */
lockstat:::*-block, lockstat:::adaptive-spin
/!$target || progenyof($target)/
{
	@time[execname, probename, stack(8)] = sum(arg1 / 1000);
	@count[execname, probename, stack(8)] = count();
}

lockstat:::spin-spin	/* when the wait begins */
/!self->begin && (!$target || progenyof($target))/
{
	self->begin = timestamp;
	self->lock = arg0;
}

rawtp:::contention_end
/self->begin && arg0 == self->lock/
{
	@time[execname, "spin-spin", stack(8)] = sum((timestamp - self->begin) / 1000);
	@count[execname, "spin-spin", stack(8)] = count();
	self->begin = 0;
}

END
{
	printa("%s, %s%k%@12d us in %@d waits\n\n", @time, @count);
}
