#!/usr/sbin/dtrace -qs
/*
 * C++ exceptions, in programs that use libstdc++ as a shared library: which types are thrown, from
 * where, and how often they are thrown on.
 *     dtrace -qs cxx-exceptions.d -c ./program
 * The second argument of throw is the type (std::type_info), whose second word is its name.
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
