# Two programs that write much to the same file wait for each other: the second for the semaphore that
# is the file's own.
# @requires: root cpus symbol:__bpf_trace_contention_begin
# @time: 120
. "$TESTDIR/demo"
size=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 2M || echo 32M)
cat >work <<W
dd if=/dev/zero of=file bs=$size count=8 conv=notrunc status=none &
dd if=/dev/zero of=file bs=$size count=8 conv=notrunc status=none
wait
W
# Where interrupts are off the kernel may have no memory for a new stack: that is told as a drop.
demo kernel/lock-contention.d -c 'bash work' | grep -v 'aggregation drop'
awk '/^dd, rw-block/ { mine = 1; next } /^[a-z].*, / { mine = 0 } mine && /_write_iter/ { writing = 1 }
  mine && / us in .* waits$/ { if (writing && $1 > 0) waits += $4; writing = 0 }
  END { print (waits > 0 ? "waited for a file" : "no wait") }' out
