#!/usr/sbin/dtrace -qs
/*
 * cxx-methods.d - how long the methods of a C++ class take, as distributions
 *
 * SYNOPSIS
 *     cxx-methods.d {-c command | -p pid} pattern
 *
 * DESCRIPTION
 *     At the end, for each method of the program that matches, a distribution by powers of two in
 *     microseconds, from call to return, sleep and what it calls included. Overloads are apart. A method
 *     that calls itself is timed in each of its calls. What the compiler has inlined is not called.
 *
 * OPTIONS
 *     pattern    the name with its namespace and class, with colons as \: 'shop\:\:Cart\:\:*'
 *
 * EXAMPLE
 *     # ./cxx-methods.d -c ./shop 'shop\\:\\:Cart\\:\\:*'
 *     shop::Cart::add(double), us:
 *                value  ------------- Distribution ------------- count
 *                    8 |                                         0
 *                   16 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 1
 *                   32 |                                         0
 *     1 calls
 *
 *     shop::Cart::add(int), us:
 *                value  ------------- Distribution ------------- count
 *                  512 |                                         0
 *                 1024 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 5
 *                 2048 |                                         0
 *     5 calls
 *
 *     shop::Cart::pay(), us:
 *                value  ------------- Distribution ------------- count
 *                 8192 |                                         0
 *                16384 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 1
 *                32768 |                                         0
 *     1 calls
 */
pid$target:a.out:$1:entry
{
	self->begin[probefunc, ++self->depth[probefunc]] = timestamp;
}

pid$target:a.out:$1:return
/self->depth[probefunc]/
{
	this->us = (timestamp - self->begin[probefunc, self->depth[probefunc]]) / 1000;
	@time[probefunc] = quantize(this->us);
	@calls[probefunc] = count();
	self->begin[probefunc, self->depth[probefunc]] = 0;
	self->depth[probefunc]--;
}

END
{
	printa("%s, us:%@d%@d calls\n\n", @time, @calls);
}
