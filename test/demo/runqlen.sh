# Three loops that share one processor: it had more than one thread to run.
# @requires: root command:taskset
. "$TESTDIR/demo"
cat >work <<'W'
for i in 1 2 3; do taskset -c 0 cpu-clock 400 & done
wait
W
demo cpu/runqlen.d -c 'bash work'
awk -F'|' '/^processor/ { mine = /^processor 0,/ } mine && NF == 2 { split($2, part, " ")
  if ($1 > 1) several += part[length(part)] } END { print (several > 0) }' out
