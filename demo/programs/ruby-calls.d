#!/usr/sbin/dtrace -qs
/*
 * ruby-calls.d - a Ruby program's methods, and the objects it makes
 *
 * SYNOPSIS
 *     ruby-calls.d {-c command | -p pid}
 *
 * DESCRIPTION
 *     At the end, the 20 methods that were called most, and the 20 classes and places that made the most
 *     objects. Ruby 3.1 passes method-entry (methods written in Ruby) only while a TracePoint looks on,
 *     and cmethod-entry (built-in ones) always. How long marking took, if there was any, comes last.
 *
 * COLUMNS
 *     CALLS     how often a METHOD was called
 *     OBJECTS   how many were made, by CLASS AND PLACE
 *
 * EXAMPLE
 *     # ./ruby-calls.d -c 'ruby work.rb'
 *          CALLS  METHOD
 *              1  Array#map
 *              1  Array#sort
 *              1  Exception#initialize
 *              1  Integer#times
 *          ...
 *              8  RubyVM::FrozenCore#core#set_method_alias
 *             21  Class#inherited
 *             54  BasicObject#singleton_method_added
 *             91  Module#method_added
 *
 *        OBJECTS  CLASS AND PLACE
 *              1  ARGF.class  .:0
 *              1  IOError  <main>:0
 *          ...
 *              3  Object  work.rb:1
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
