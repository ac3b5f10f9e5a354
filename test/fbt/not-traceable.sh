# A function that there is not, or that the kernel does not let be traced, is no probe; nor
# is a spin lock, as BPF's maps take some.
# @requires: fbt
for function in function_of_nobody common_interrupt _raw_spin_lock; do
  "$DTRACE" -ln "fbt::$function:entry" 2>&1 | grep -o 'does not match any probes'
done
