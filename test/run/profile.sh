# profile-N fires on the processor of a busy program; arg1 is its place in user code.
# @requires: host
# @time: 60
set -m
bash -c 'while :; do :; done' &
worker=$!
"$DTRACE" -qn "profile-997 /arg1 && pid == $worker/ { @[execname, pid == $worker] = count(); n++; }
  profile-997 /n >= 300/ { exit(0); }" >out
kill $worker
awk '$1 == "bash" && $2 == 1 && $3 >= 300 { print "found" }' out
