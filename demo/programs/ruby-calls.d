#!/usr/sbin/dtrace -qs
/*
 * Ruby's methods and what it creates: calls by class and method, objects by class and line.
 *     dtrace -qs ruby-calls.d -c 'ruby program.rb'
 * Ruby 3.1 passes method-entry (methods written in Ruby) only while a TracePoint looks on, and
 * cmethod-entry (built-in ones) always.
 */
ruby$target:::method-entry,
ruby$target:::cmethod-entry
{
	@calls[copyinstr(arg0), copyinstr(arg1)] = count();
}

ruby$target:::object-create
{
	@objects[copyinstr(arg0), basename(copyinstr(arg1)), arg2] = count();
}

ruby$target:::gc-mark-begin
{
	self->gc = timestamp;
}

ruby$target:::gc-mark-end
/self->gc/
{
	@marks["marking, us"] = quantize((timestamp - self->gc) / 1000);
	self->gc = 0;
}

END
{
	trunc(@calls, 20);
	trunc(@objects, 20);
	printf("%10s  %s\n", "CALLS", "METHOD");
	printa("%@10d  %s#%s\n", @calls);
	printf("\n%10s  %s\n", "OBJECTS", "CLASS AND PLACE");
	printa("%@10d  %s  %s:%d\n", @objects);
}
