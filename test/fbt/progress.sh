# What takes longer than a second tells how far it is: on a terminal a line that is written over, into a
# pipe a line now and then, neither of them on standard output.
# @requires: fbt
# @time: 240
[ "$(uname -m)" = x86_64 ] || { echo 'on this processor so few kprobes take less than a second'; exit 77; }
# A kprobe a function takes its time: some 400 of them.
set -- "$DTRACE" -q -x fbtmethod=kprobe -n 'fbt:vmlinux:acpi_[n-r]*:entry { } BEGIN { exit(0); }'
PATH=$DTRACE_WORKLOAD:$PATH terminal "$@" | tr '\r' '\n' >terminal
grep -qE '^dtrace: [0-9]+ of [0-9]+ probes set$' terminal && echo 'progress on a terminal'
"$@" 2>pipe | grep probes
grep -vE '^dtrace: [0-9]+ of [0-9]+ probes (set|removed)$|the kernel refuses' pipe || true
