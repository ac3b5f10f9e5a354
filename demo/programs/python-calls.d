#!/usr/sbin/dtrace -qs
/*
 * What a Python program does: its functions by how often they are called and from which line they
 * return, how long imports and garbage collections take.
 *     dtrace -qs python-calls.d -c 'python3.11 program.py'
 *     dtrace -qs python-calls.d -p 1234
 * Python 3.11 passes function-entry only where its interpreter begins anew: hence function-return.
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
