# The pid provider: entry and return of a program's functions, arguments in registers and on the
# stack, results, strings of the process; the probe's names; who is traced is unharmed.
"$DTRACE" -q -c functions -n '
  pid$target:a.out:add:entry { printf("%s:%s:%s %d %d\n", probemod, probefunc, probename, arg0, arg1); }
  pid$target:functions:eight:entry { printf("%d %d %d %d %d\n", arg0, arg4, arg5, arg6, arg7); }
  pid$target::eight:return { printf("%d\n", arg1); }
  pid$target::text:return { printf("%s\n", copyinstr(arg1)); }
  pid$target::text:entry { self->p = arg0; printf("%d\n", *(int *)copyin(arg0, 4)); }' | sort
echo '- each function, once'
"$DTRACE" -q -c functions -n 'pid$target:a.out:[aet]?*:entry
  /probefunc == "add" || probefunc == "eight" || probefunc == "text" || probefunc == "twice"/
  { @[probefunc] = count(); }'
