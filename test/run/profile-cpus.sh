# profile-N fires on every processor that is busy; tick-N on one at a time.
# @requires: host cpus
# @time: 60
set -m
for cpu in 0 1; do
  getppid-loop 2000000000 $cpu &
done
"$DTRACE" -qn 'profile-97 /execname == "getppid-loop"/ { @[cpu] = count(); } tick-2s { exit(0); }' >out
kill %1 %2
awk 'NF == 2 && $2 >= 10 { print $1 }' out | sort
