# A function that there is not, or that the kernel does not let be traced, is no probe.
# @requires: fbt
for function in function_of_nobody common_interrupt; do
  "$DTRACE" -ln "fbt::$function:entry" 2>&1 | grep -o 'does not match any probes'
done
