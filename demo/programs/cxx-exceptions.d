#!/usr/sbin/dtrace -qs
/*
 * cxx-exceptions.d - C++ exceptions by type and place
 *
 * SYNOPSIS
 *     cxx-exceptions.d {-c command | -p pid}
 *
 * DESCRIPTION
 *     At the end, of a program that uses libstdc++ as a shared library: how many exceptions were thrown,
 *     by type, how often one was caught and thrown on, and the stacks that threw. Types are shown as
 *     compilers write them: c++filt -t tells their names. The second argument of throw is the type
 *     (std::type_info), whose second word is its name.
 *
 * EXAMPLE
 *     # ./cxx-exceptions.d -c ./throw
 *         THROWN  TYPE
 *              2  St13runtime_error
 *              3  St9bad_alloc
 *              5  catch
 */
libstdcxx$target:::throw
{
	this->name = copyinstr(*(uintptr_t *)copyin(arg1 + sizeof (uintptr_t), sizeof (uintptr_t)));
	@thrown[this->name, ustack(5)] = count();
	@types[this->name] = count();
}

libstdcxx$target:::catch,
libstdcxx$target:::rethrow
{
	@events[probename] = count();
}

END
{
	printf("%10s  %s\n", "THROWN", "TYPE");
	printa("%@10d  %s\n", @types);
	printa("%@10d  %s\n", @events);
	printa("\n%s%k%@d\n", @thrown);
}
