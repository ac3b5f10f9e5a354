# The units of tick, and several of one program in step.
# @requires: host
"$DTRACE" -q -n 'tick-100msec { m++; } tick-10hz { h++; } tick-100000us { u++; }
  tick-1sec { printf("%d %d %d\n", m >= 8 && m <= 11, h >= 8 && h <= 11, u >= 8 && u <= 11); exit(0); }'
