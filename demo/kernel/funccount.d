#!/usr/sbin/dtrace -qs
/*
 * funccount.d - how often functions of the kernel are called
 *
 * SYNOPSIS
 *     funccount.d [-c command | -p pid] function
 *
 * DESCRIPTION
 *     At the end, a count for each function that was called, most frequent last. With -c or -p, calls by
 *     that process and by what descends from it.
 *
 * OPTIONS
 *     function   name of one, or a pattern for several: 'vfs_*'
 *
 * EXAMPLE
 *     # ./funccount.d -c 'ls /test' 'vfs_*'
 *          CALLS  FUNCTION
 *              1  vfs_statx_path
 *              1  vfs_write
 *              5  vfs_open
 *              6  vfs_fstat
 *              7  vfs_getattr_nosec
 *              7  vfs_read
 *              8  vfs_statx
 *             13  vfs_fstatat
 */
fbt::$1:entry
/!$target || progenyof($target)/
{
	@[probefunc] = count();
}

END
{
	printf("%10s  %s\n", "CALLS", "FUNCTION");
	printa("%@10d  %s\n", @);
}
