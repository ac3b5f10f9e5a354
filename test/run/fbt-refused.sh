# Where the kernel has no way to trace functions the message says what it lacks.
# @requires: host
[ ! -e /sys/bus/event_source/devices/kprobe ] || { echo 'the kernel has kprobes'; exit 77; }
"$DTRACE" -n 'fbt::vfs_read:entry { trace(arg0); }' 2>&1
echo $?
