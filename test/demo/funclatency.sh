# One sleep of 0.2 s.
# @requires: fbt
. "$TESTDIR/demo"
demo kernel/funclatency.d -c 'sleep 0.2' hrtimer_nanosleep
awk '/ns:$/ { print } /\|/ && $NF == 1 { print ($1 >= 134217728 ? "one long call" : $0) }
  /ns in all/ { print ($1 >= 200000000 ? "0.2 s or more" : $0) }' out
