# -x setenv and unsetenv change what the program of -c sees, and nothing else.
export GONE=1 KEPT=2
"$DTRACE" -q -x setenv=ONE=a=b -x setenv='TWO=c d' -x unsetenv=GONE -n 'BEGIN {}' \
  -c "sh -c 'echo \"\$ONE,\$TWO,\$GONE,\$KEPT\"'"
"$DTRACE" -x setenv=ONE -n BEGIN && exit 1
true
