# Arguments as the program has them: every size and sign, registers, memory, constants; typed by the
# notes; in a shared library, at several places of one probe; the semaphore is set while we trace.
# @requires: root command:gcc command:g++ command:make
# @time: 180
cp -r "$TESTDIR/project/." .
make -s web-pie web-o0 web-static DTRACE="$DTRACE" >log 2>&1 || { cat log; exit 1; }
for program in web-pie web-o0 web-static; do
  echo "== $program"
  "$DTRACE" -q -c "./$program 2" -n '
  web$target:::request-start { printf("start %d %s\n", arg0, copyinstr(arg1)); }
  web$target:::request-done { printf("done %d %d %d %d\n", arg0, arg1, arg2, args[1]); }
  web$target:::idle { printf("idle\n"); }
  cache$target:::miss { printf("miss %s %d\n", copyinstr(arg0), args[1]); }
  store$target:::put { printf("put %d %d %d %d %d %d %d %x\n", args[0], args[1], args[2], args[3],
    args[4], args[5], args[6], args[7]); }
  store$target:::many { printf("many %d %d %d %d %d %d %d %d %d %d %d %d\n", arg0, arg1, arg2, arg3,
    arg4, arg5, arg6, arg7, arg8, arg9, args[10], args[11]); }'
done
# What is listed: module, function and types.
"$DTRACE" -lv -c ./web-pie -n 'web$target:web-pie:handle:request-*' |
  sed -nE 's/^ *[0-9]+ +(web)[0-9]+/\1/p; s/^\t\t(args.*)/\1/p'
