# A program that is bound to one processor is seen on no other.
# @requires: root command:taskset
. "$TESTDIR/demo"
demo cpu/cpuwalk.d -c 'taskset -c 0 cpu-clock 300'
awk -F'|' '/^[^ ]/ { mine = /^cpu-clock,/ } mine && NF == 2 { split($2, part, " "); n = part[length(part)] }
  mine && NF == 2 && n > 0 { print $1 + 0 }' out
