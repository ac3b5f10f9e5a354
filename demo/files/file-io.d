#!/usr/sbin/dtrace -qs
/*
 * file-io.d - bytes read and written by process and file
 *
 * SYNOPSIS
 *     file-io.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     At the end, what went through read(2), write(2) and their kin, by process and file: files, devices,
 * pipes, sockets. With -c or -p, of that process and of what descends from it. Data that are mapped
 * (mmap(2)), or sent from file to file within the kernel (sendfile(2)), are not counted.
 *
 * COLUMNS
 *     BYTES    in all
 *     CALLS    in how many calls that succeeded
 *     COMM     name of the process
 *     PID      process
 *     WHAT     read or write
 *     FILE     its path
 *
 * EXAMPLE
 *     # ./file-io.d -c 'bash work'
 *            BYTES    CALLS COMM                 PID WHAT  FILE
 *                2        1 wc                 16631 write /dev/null
 *               93        3 dd                 16629 write /dev/null
 *              832        1 bash               16619 read  /usr/lib/x86_64-linux-gnu/libtinfo.so.6.4
 *             2400        3 bash               16619 read  /usr/lib/x86_64-linux-gnu/libc.so.6
 *             2400        3 cat                16630 read  /usr/lib/x86_64-linux-gnu/libc.so.6
 *             2400        3 dd                 16629 read  /usr/lib/x86_64-linux-gnu/libc.so.6
 *             2400        3 wc                 16631 read  /usr/lib/x86_64-linux-gnu/libc.so.6
 *            50000        1 cat                16630 write pipe:[1906367]
 *            50000        2 cat                16630 read  /tmp/file
 *            50000        5 wc                 16631 read  pipe:[1906367]
 *            50000       50 dd                 16629 read  /dev/zero
 *            50000       50 dd                 16629 write /tmp/file
 */
syscall::read:entry, syscall::readv:entry, syscall::pread*:entry,
syscall::write:entry, syscall::writev:entry, syscall::pwrite*:entry
/!$target || progenyof($target)/
{
	self->begun = 1;
	self->fd = (int)arg0;
}

syscall::read:return, syscall::readv:return, syscall::pread*:return
/self->begun && (long)arg1 >= 0/
{
	@bytes[execname, pid, "read", fds[self->fd].fi_pathname] = sum(arg1);
	@calls[execname, pid, "read", fds[self->fd].fi_pathname] = count();
}

syscall::write:return, syscall::writev:return, syscall::pwrite*:return
/self->begun && (long)arg1 >= 0/
{
	@bytes[execname, pid, "write", fds[self->fd].fi_pathname] = sum(arg1);
	@calls[execname, pid, "write", fds[self->fd].fi_pathname] = count();
}

syscall::*read*:return, syscall::*write*:return { self->begun = 0; }

END
{
	printf("%12s %8s %-16s %7s %-5s %s\n", "BYTES", "CALLS", "COMM", "PID", "WHAT", "FILE");
	printa("%@12d %@8d %-16s %7d %-5s %s\n", @bytes, @calls);
}
