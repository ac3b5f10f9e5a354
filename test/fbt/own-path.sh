# Functions that tracing itself calls - buffers, maps, reads of memory, clocks - are traced for everybody
# else without coming back to themselves.
# @requires: fbt
# @time: 120
for names in 'bpf_ringbuf_*' 'htab_*' 'copy_from_kernel_nofault' 'ktime_get*' '__htab_*' 'bpf_*_storage_*' 'perf_event_*'; do
  "$DTRACE" -Zqn "fbt:vmlinux:$names:entry, fbt:vmlinux:$names:return
    { self->seen = execname; @[probefunc, self->seen] = count(); }
    syscall::write:entry /pid == \$target && arg2 == 29/ { writes++; @w[stack(3)] = count(); }
    END { printf(\"%d writes\\n\", writes); trunc(@); trunc(@w); exit(0); }" \
    -c 'dd if=/dev/zero of=/dev/null bs=29 count=20' 2>err | grep . || cat err
done
