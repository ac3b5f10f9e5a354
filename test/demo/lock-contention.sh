# Programs that write much to the same file wait for each other: for the semaphore that is the file's
# own.
# @requires: root cpus symbol:__bpf_trace_contention_begin
# @time: 120
. "$TESTDIR/demo"
# As many as find no processor each: who waits for one that runs only spins.
part="dd if=/dev/zero of=file bs=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 2M || echo 32M)"
cat >work <<W
for writer in 1 2 3 4 5 6; do $part count=8 conv=notrunc status=none & done
wait
W
# Where interrupts are off the kernel may have no memory for a new stack: that is told as a drop.
demo kernel/lock-contention.d -c 'bash work' | grep -v 'aggregation drop'
awk '/^dd, rw-block/ { mine = 1; next } /^[a-z].*, / { mine = 0 } mine && /_write_iter/ { writing = 1 }
  mine && / us in .* waits$/ { if (writing && $1 > 0) waits += $4; writing = 0 }
  END { print (waits > 0 ? "waited for a file" : "no wait") }' out
