#!/usr/sbin/dtrace -qs
/*
 * offcputime.d - where threads sleep and wait, and for how long
 *
 * SYNOPSIS
 *     offcputime.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, the time that threads spent off a processor, by program and stacks: the kernel's, below
 *     it the program's. Longest last. With -c or -p, that of the process and of what descends from it.
 *     Time asleep and time that a thread waits for a processor both count; for the latter alone:
 *     runqlat.d.
 *
 * EXAMPLE
 *     # ./offcputime.d -c 'sleep 0.3'
 *     vmlinux`__schedule+0x4bf
 *     vmlinux`schedule+0x23
 *     vmlinux`do_nanosleep+0x5e
 *     vmlinux`hrtimer_nanosleep+0x74
 *     vmlinux`common_nsleep+0x30
 *     vmlinux`__x64_sys_clock_nanosleep+0xce
 *     vmlinux`do_syscall_64+0x71
 *     vmlinux`entry_SYSCALL_64_after_hwframe+0x76
 *
 *     libc.so.6`clock_nanosleep@GLIBC_2.2.5+0x23
 *     0x11e1a300
 *           300159 us
 */
sched:::off-cpu
/pid && (!$target || progenyof($target))/
{
	self->left = timestamp;
}

sched:::on-cpu
/self->left/
{
	@[execname, stack(), ustack()] = sum((timestamp - self->left) / 1000);
	self->left = 0;
}

END
{
	trunc(@, 20);
	printa("%s%k%k%@12d us\n\n", @);
}
