#!/usr/sbin/dtrace -qs
/*
 * go-latency.d - how long a function of a Go program takes: requests of a server, for one
 *
 * SYNOPSIS
 *     go-latency.d {-c command | -p pid} function
 *
 * DESCRIPTION
 *     At the end, for each function that matches, a distribution by powers of two in microseconds. A call
 *     is followed by its goroutine, wherever that runs: the time is right when it sleeps and goes on in
 *     another thread. The requests of a server that uses net/http are 'net/http.serverHandler.ServeHTTP'.
 *
 * OPTIONS
 *     function   its name with its package, or a pattern; colons, if any, as \:
 *
 * EXAMPLE
 *     # ./go-latency.d -c ./server 'net/http.serverHandler.ServeHTTP'
 *     net/http.serverHandler.ServeHTTP, us:
 *                value  ------------- Distribution ------------- count
 *                 2048 |                                         0
 *                 4096 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@           37
 *                 8192 |@@@@@@@@@@                               13
 *                16384 |                                         0
 *     50 calls
 */
pid$target:a.out:$1:entry
{
	begin[goid, probefunc] = timestamp;
}

pid$target:a.out:$1:return
/begin[goid, probefunc]/
{
	@time[probefunc] = quantize((timestamp - begin[goid, probefunc]) / 1000);
	@calls[probefunc] = count();
	begin[goid, probefunc] = 0;
}

END
{
	printa("%s, us:%@d%@d calls\n\n", @time, @calls);
}
