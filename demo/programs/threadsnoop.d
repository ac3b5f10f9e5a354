#!/usr/sbin/dtrace -qs
/*
 * threadsnoop.d - threads that a program starts, by what they run
 *
 * SYNOPSIS
 *     threadsnoop.d -c command | -p pid
 *
 * DESCRIPTION
 *     At the end, how often pthread_create() was called for each function that a thread begins with,
 *     and from where.
 *
 * EXAMPLE
 *     # ./threadsnoop.d -c ./threads
 *     threads`watch
 *     libc.so.6`__pthread_create_2_1
 *     threads`main+0x3d
 *     libc.so.6`__libc_start_call_main+0x7a
 *                    2 threads
 *
 *     threads`serve
 *     libc.so.6`__pthread_create_2_1
 *     threads`main+0x3d
 *     libc.so.6`__libc_start_call_main+0x7a
 *                    3 threads
 */
pid$target::pthread_create:entry
{
	@[usym(arg2), ustack(3)] = count();
}

END
{
	printa("%A%k%@16d threads\n\n", @);
}
