# What is wrong with a name; what the machine cannot count.
for name in cpu_clok-all-1000000 cpu_clock-some-1000000 cpu_clock-all-1000 instructions-user; do
  "$DTRACE" -n "cpc:::$name" 2>&1 | sed -n '$p'
done
if ls /sys/bus/event_source/devices | grep -qE "^(cpu|armv8_.*)$"; then
  "$DTRACE" -ln 'cpc:::instructions-user-1000000' | grep -c instructions
else
  "$DTRACE" -n 'cpc:::instructions-user-1000000' 2>&1 | grep -c 'no hardware counters'
fi
