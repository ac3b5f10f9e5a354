# tick-1s fires within 50 ms of its time: on an idle machine, and with more work than processors.
# @requires: host
# @whole-machine: it is about the clock, and makes the machine busy itself
# @time: 40
beats() {
  "$DTRACE" -q -n 'BEGIN { start = timestamp; }
    tick-1s { n++; printf("%d\n",
    ((int64_t)(timestamp - start) - n * 1000000000LL) / 1000000); }
    tick-1s /n == 5/ { exit(0); }' | grep . >beats
  [ "$(wc -l <beats)" = 5 ] || { echo "$1: not five beats"; cat beats; }
  awk -v how="$1" '$1 < -50 || $1 > 50 { print how ": beat " NR " is " $1 " ms off" }' beats
}
beats idle
workers=()
for _ in $(seq $(($(nproc) + 1))); do
  (while :; do :; done) &
  workers+=($!)
done
beats busy
kill "${workers[@]}"
