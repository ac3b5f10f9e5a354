# profile-N fires on every processor that is busy; tick-N on one at a time.
# @requires: host cpus
# @time: 60
set -m
loops=()
for cpu in 0 1; do
  getppid-loop 2000000000 $cpu &
  loops+=($!)
done
"$DTRACE" -qn 'profile-97 /pid == $1 || pid == $2/ { @[cpu] = count(); seen[cpu]++; }
  profile-97 /seen[0] >= 10 && seen[1] >= 10/ { exit(0); }' "${loops[@]}" >out
kill %1 %2
awk 'NF == 2 && $2 >= 10 { print $1 }' out | sort
