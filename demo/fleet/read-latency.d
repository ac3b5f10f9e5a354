#!/usr/sbin/dtrace -qs
/* How long a program's read() takes, in nanoseconds: what ./live traces. */
syscall::read:entry
/pid == $target/
{
	self->begun = timestamp;
}

syscall::read:return
/self->begun/
{
	@read_ns[execname] = quantize(timestamp - self->begun);
	@reads[execname] = count();
	self->begun = 0;
}
