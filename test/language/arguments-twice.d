/*
 * Arguments that are read again after a variable was set, or one of two that a condition chooses: the
 * kernel wants each read at a fixed place of what it hands to the program.
 * @dtrace-args: -q
 * @program: getppid-loop 3
 */
syscall::getppid:return
/pid == $target/
{
	self->before = timestamp;
	self->first = arg1;
	self->before = timestamp;
	self->second = arg1;
	self->third = timestamp ? arg1 : errno;
	@same["same"] = sum(self->first == self->second && self->third == arg1);
}

profile-1999
/pid == $target/
{
	self->before = timestamp;
	self->first = arg1;
	self->before = timestamp;
	self->second = arg1;
	@different["different"] = sum(self->first != self->second);
}

sdt:sched::sched_waking
/pid == $target/
{
	self->either = timestamp % 2 ? arg1 : arg2;
	self->before = timestamp;
	self->first = arg2;
	self->before = timestamp;
	self->second = arg2;
	@different["different"] = sum(self->first != self->second);
}

syscall::getppid:entry
/pid == $target/
{
	@different["different"] = sum(0);
}
