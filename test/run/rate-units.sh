# Units of profile and tick, in every spelling and case: those that come soon do, and the others are
# taken for what they are.
# @time: 120
"$DTRACE" -qn 'tick-5000, tick-5000hz, tick-997Hz, tick-1000HZ, tick-1000000ns, tick-1000000nsec,
  tick-1000000NS, tick-1000us, tick-1000usec, tick-1000USec, tick-10ms, tick-10msec, tick-10MSEC,
  tick-1s, tick-1sec, tick-1SEC, tick-1S
  /!seen[probename]/ { seen[probename] = 1; @[probename] = count(); n++; }
  tick-1ms /n == 17/ { exit(0); }
  END { printa("%s %@d\n", @); }' 2>&1 | sort
"$DTRACE" -qn 'tick-5m, tick-5min, tick-5MIN, tick-1h, tick-1hour, tick-1Hour, tick-1d, tick-1day, tick-1DAY,
  profile-1s, profile-10msec, profile-997hz, profile-5min, profile-97Hz, profile-1day
  { @ = count(); } BEGIN { printf("all there\n"); exit(0); }' 2>&1
for bad in tick-5xyz tick-hz profile-1e3 tick-0s tick-1sek; do
  "$DTRACE" -qn "$bad" 2>&1 | tail -1
done
# A minute is not a millisecond, nor a thousand hertz a thousand of anything else.
"$DTRACE" -qn 'tick-1min, tick-1m, tick-1hour, tick-1D { printf("%s too soon\n", probename); }
  tick-200msec { exit(0); }' 2>&1
exit 0
