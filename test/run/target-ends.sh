# The end of a program of -c ends tracing: END runs, aggregations print, status 0.
"$DTRACE" -q -c getppid-once -n 'syscall::getppid:entry /pid == $target/ { @[probefunc] = count(); }
  END { printf("end\n"); }'
echo "status $?"
"$DTRACE" -q -c "sh -c 'kill -KILL \$\$'" -n 'END { printf("killed\n"); }'
echo "status $?"
"$DTRACE" -q -c "sh -c 'exit 3'" -n 'END { printf("failed\n"); }'
echo "status $?"
