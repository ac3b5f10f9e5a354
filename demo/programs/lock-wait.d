#!/usr/sbin/dtrace -qs
/*
 * lock-wait.d - where the threads of programs wait for each other, and for how long
 *
 * SYNOPSIS
 *     lock-wait.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, the time asleep in futex(2), by program and stack, longest last: mutexes that another
 *     thread holds, condition variables, semaphores, threads that are joined. A mutex that is free
 *     costs no system call, and nothing here. With -c or -p, of that process and of what descends from
 *     it.
 *
 * EXAMPLE
 *     # ./lock-wait.d -c ./locks
 *     locks
 *     libc.so.6`__lll_lock_wait+0x2b
 *     locks`main+0x46
 *     libc.so.6`__libc_start_call_main+0x7a
 *           305486 us in 1 waits
 */
inline int FUTEX_COMMAND = 127;	/* linux/futex.h: without FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME */

syscall::futex:entry
/((arg1 & FUTEX_COMMAND) == 0 || (arg1 & FUTEX_COMMAND) == 6 || (arg1 & FUTEX_COMMAND) == 9 ||
    (arg1 & FUTEX_COMMAND) == 11) && (!$target || progenyof($target))/
{
	self->begin = timestamp;
}

syscall::futex:return
/self->begin/
{
	@time[execname, ustack(12)] = sum((timestamp - self->begin) / 1000);
	@waits[execname, ustack(12)] = count();
	self->begin = 0;
}

END
{
	printa("%s%k%@12d us in %@d waits\n\n", @time, @waits);
}
