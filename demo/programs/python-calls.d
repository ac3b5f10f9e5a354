#!/usr/sbin/dtrace -qs
/*
 * python-calls.d - a Python program's functions, imports and garbage collections
 *
 * SYNOPSIS
 *     python-calls.d {-c command | -p pid}
 *
 * DESCRIPTION
 *     At the end, the 20 functions that were called most, the ten imports that took longest, and how
 *     long garbage collections took. Python 3.11 passes function-entry only where its interpreter begins
 *     anew: hence function-return is what is counted.
 *
 * COLUMNS
 *     CALLS   how often a FUNCTION returned
 *     US      microseconds that an IMPORT took, with what it imports itself
 *
 * EXAMPLE
 *     # ./python-calls.d -c 'python3.11 work.py'
 *          CALLS  FUNCTION
 *            126  <frozen importlib._bootstrap>:__exit__
 *            132  <frozen importlib._bootstrap_external>:<genexpr>
 *            185  <frozen importlib._bootstrap_external>:<listcomp>
 *            185  <frozen importlib._bootstrap_external>:_path_join
 *            209  <frozen importlib._bootstrap>:_verbose_message
 *
 *             US  IMPORT
 *          34454  json.scanner
 *          47231  re
 *          83855  json.decoder
 *         109138  json
 */
python$target:::function-return
{
	@calls[basename(copyinstr(arg0)), copyinstr(arg1)] = count();
}

python$target:::import-find-load-start
{
	self->module[++self->depth] = timestamp;
}

python$target:::import-find-load-done
/self->depth/
{
	@imports[copyinstr(arg0)] = max((timestamp - self->module[self->depth]) / 1000);
	self->module[self->depth--] = 0;
}

python$target:::gc-start
{
	self->gc = timestamp;
}

python$target:::gc-done
/self->gc/
{
	@collections["garbage collection, us"] = quantize((timestamp - self->gc) / 1000);
	self->gc = 0;
}

END
{
	trunc(@calls, 20);
	trunc(@imports, 10);
	printf("%10s  %s\n", "CALLS", "FUNCTION");
	printa("%@10d  %s:%s\n", @calls);
	printf("\n%10s  %s\n", "US", "IMPORT");
	printa("%@10d  %s\n", @imports);
}
