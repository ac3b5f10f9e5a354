#!/usr/sbin/dtrace -qs
/*
 * profile-stacks.d - where processors spend their time, by stacks
 *
 * SYNOPSIS
 *     profile-stacks.d [-c command | -p pid]
 *
 * DESCRIPTION
 *     Looks 199 times a second at what each processor does. At the end, how often it was seen, by
 *     program and stacks: the kernel's, if it was there, below it the program's. The 20 most frequent,
 *     the most frequent last. With -c or -p, the process and what descends from it.
 *
 * EXAMPLE
 *     # ./profile-stacks.d -c 'busy 500'
 *     busy`spin+0x1a
 *     busy`main+0x43
 *     busy`__libc_start_call_main+0x64
 *     busy`__do_global_dtors_aux
 *     0xbe552274c0854800
 *               55
 */
profile-199
/pid && arg0 && (!$target || progenyof($target))/
{
	@kernel[execname, stack(), ustack()] = count();
}

profile-199
/pid && !arg0 && (!$target || progenyof($target))/
{
	@user[execname, ustack()] = count();
}

END
{
	trunc(@kernel, 20);
	trunc(@user, 20);
	printf("In the kernel\n\n");
	printa("%s%k%k%@12d\n\n", @kernel);
	printf("In programs\n\n");
	printa("%s%k%@12d\n\n", @user);
}
