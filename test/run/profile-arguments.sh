# arg0 is the place in the kernel, arg1 the one in the process: one of them is 0.
# @requires: host
# @time: 60
set -m
getppid-loop 2000000000 &
"$DTRACE" -qn 'profile-997 /pid == $1/ {
    @[(arg0 != 0) + (arg1 != 0), arg0 == 0 || arg0 > 0xffff000000000000,
      arg1 < 0x0001000000000000] = count(); n++; }
  profile-997 /n >= 300/ { exit(0); }' $! | awk 'NF == 4 && $4 > 10 { print $1, $2, $3 }'
kill %1
