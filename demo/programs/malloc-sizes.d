#!/usr/sbin/dtrace -qs
/*
 * malloc-sizes.d - how much memory a program asks for at a time, and where
 *
 * SYNOPSIS
 *     malloc-sizes.d {-c command | -p pid}
 *
 * DESCRIPTION
 *     At the end, the sizes asked of malloc(3), calloc(3) and realloc(3) as a distribution by powers of
 *     two, and the bytes asked for in all by stack, the most last. What is freed again
 *     counts too: malloc-leaks shows what stays.
 *
 * EXAMPLE
 *     # ./malloc-sizes.d -c ./leak
 *     bytes asked for
 *                value  ------------- Distribution ------------- count
 *                   64 |                                         0
 *                  128 |@@                                       1
 *                  256 |@@@@@@@@@@@@@@@@@@                       10
 *                  512 |@@@@@@@@@@@@@@@@@@                       10
 *                 1024 |                                         0
 *                 2048 |                                         0
 *                 4096 |                                         0
 *                 8192 |                                         0
 *                16384 |                                         0
 *                32768 |                                         0
 *                65536 |@@                                       1
 *               131072 |                                         0
 *
 *
 *     libc.so.6`calloc
 *     leak`main+0x39
 *     libc.so.6`__libc_start_call_main+0x7a
 *              200 bytes in 1 calls
 *
 *
 *     libc.so.6`malloc
 *     leak`gives_back+0xc
 *     leak`main+0x25
 *     libc.so.6`__libc_start_call_main+0x7a
 *             5000 bytes in 10 calls
 *
 *
 *     libc.so.6`malloc
 *     leak`keeps+0xc
 *     leak`main+0x18
 *     libc.so.6`__libc_start_call_main+0x7a
 *            10000 bytes in 10 calls
 *
 *
 *     libc.so.6`realloc
 *     leak`main+0x46
 *     libc.so.6`__libc_start_call_main+0x7a
 *           100000 bytes in 1 calls
 */
pid$target:libc:malloc:entry
{
	@sizes["bytes asked for"] = quantize(arg0);
	@bytes[ustack(12)] = sum(arg0);
	@calls[ustack(12)] = count();
}

pid$target:libc:calloc:entry
{
	@sizes["bytes asked for"] = quantize(arg0 * arg1);
	@bytes[ustack(12)] = sum(arg0 * arg1);
	@calls[ustack(12)] = count();
}

pid$target:libc:realloc:entry
{
	@sizes["bytes asked for"] = quantize(arg1);
	@bytes[ustack(12)] = sum(arg1);
	@calls[ustack(12)] = count();
}

END
{
	printa("%s%@d\n", @sizes);
	printa("%k%@12d bytes in %@d calls\n\n", @bytes, @calls);
}
