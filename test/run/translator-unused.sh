# What a probe's arguments are translated from is not read when nobody uses them: the code calls as
# little as that of the tracepoint itself.
# @requires: root
calls() { "$DTRACE" -S -e -n "$1" 2>&1 | sed -n '/^define i32/,/^}/p' | grep -c ' call '; }
for pair in sched:::off-cpu=sched_switch io:::start=block_rq_issue proc:::lwp-create=task_newtask; do
  stable=$(calls "${pair%=*} { @ = count(); }")
  plain=$(calls "rawtp:::${pair#*=} { @ = count(); }")
  echo "${pair%=*} $((stable - plain)) $((plain > 0))"
done
used=$(calls 'sched:::off-cpu { @[args[1]->pr_fname] = count(); }')
echo "used: more $((used > plain))"
