# A CPU that was away when tracing began, and one that goes away and comes back: profile and cpc fire
# on it each time.
# @requires: guest cpus
# @time: 240
online=/sys/devices/system/cpu/cpu1/online
[ -w $online ] || { echo 'CPU 1 cannot be taken away'; exit 77; }
for i in 1 2; do # an idle CPU's clock may stand still
  while :; do :; done &
done
echo 0 >$online
"$DTRACE" -qn 'BEGIN { printf("begin\n"); }
  profile-97 /cpu == 1/ { printf("profile\n"); }
  cpc:::cpu_clock-all-10000000 /cpu == 1/ { printf("cpc\n"); }' >out &
tracer=$!
until grep -q begin out; do sleep 0.1; done
[ "$(wc -l <out)" = 1 ] || echo 'fires on a CPU that is away'
for round in 1 2 3; do
  echo 1 >$online
  before=$(wc -l <out)
  for probe in profile cpc; do
    until tail -n +$((before + 1)) out | grep -q $probe; do sleep 0.1; done
    echo "$round $probe"
  done
  echo 0 >$online
done
echo 1 >$online
kill -TERM $tracer
wait $tracer
echo "status $?"
