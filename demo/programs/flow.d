#!/usr/sbin/dtrace -s
/*
 * flow.d - the calls of a program's own functions, as they nest
 *
 * SYNOPSIS
 *     flow.d {-c command | -p pid} [function]
 *
 * DESCRIPTION
 *     A line for each call and each return, indented by depth. Without a function, all calls; with one,
 *     those of the thread from when it calls that function until that returns.
 *
 * COLUMNS
 *     CPU        processor
 *     FUNCTION   -> is called, <- returns; behind a return the microseconds of the call
 *
 * OPTIONS
 *     function   its name, as it is shown
 *
 * EXAMPLE
 *     # ./flow.d -c call-chain 'chain::outermost(int)'
 *     CPU FUNCTION
 *       1  -> chain::outermost(int)
 *       1    -> middle
 *       1      -> innermost
 *       1      <- innermost                         3 us
 *       1    <- middle                              9 us
 *       1    -> middle
 *       1      -> innermost
 *       1      <- innermost                         0 us
 *       1    <- middle                              2 us
 *       1  <- chain::outermost(int)                 1164 us
 */
#pragma D option flowindent
#pragma D option defaultargs

pid$target:a.out::entry
/$$1 == "" || self->inside || probefunc == $$1/
{
	self->inside += $$1 != "" && probefunc == $$1;
	self->begin[++self->depth] = timestamp;
}

pid$target:a.out::entry /self->depth/ {}

pid$target:a.out::return
/self->depth/
{
	printf("%d us", (timestamp - self->begin[self->depth]) / 1000);
	self->begin[self->depth--] = 0;
	self->inside -= $$1 != "" && probefunc == $$1;
}
