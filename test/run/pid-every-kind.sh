# A function of each of 16 kinds and the three that they call, with a probe on every instruction that is
# offered, compute what they compute without. On this host run/pid-every-instruction does more of it;
# by hand test/guest/every-place does it in a guest for thousands of functions.
# @time: 120
kinds=$DTRACE_WORKLOAD/every-kind
"$kinds" >plain
"$DTRACE" -q -o counts -c "$kinds" -n 'pid$target:a.out:[a-z]*_7: { @ = count(); }' \
  -n 'pid$target:a.out:[a-z]*_7:entry { @entered[probefunc] = count(); }' >traced 2>messages
grep -v 'probes removed\|probes set' messages
cmp plain traced && echo "the same results"
awk 'NF == 1 { probes = $1 > 500 } NF == 2 { functions++ } END { print functions, probes ? "functions" : "functions, few instructions" }' counts
