# The latency of a million reads: every one is in the distribution, and nothing is dropped.
# @time: 120
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 50000 || echo 1000000)
"$DTRACE" -n 'syscall::read:entry { self->ts = timestamp; }
  syscall::read:return /self->ts/ { @["read ns"] = quantize(timestamp - self->ts); self->ts = 0; }' \
  -c "dd if=/dev/zero of=/dev/null bs=1k count=$calls status=none" >out 2>err || exit 1
grep drop err
sum=$(awk -F'|' 'NF == 2 { split($2, part, " "); n = part[length(part)]; total += n } END { print total }' out)
[ "$sum" -ge "$calls" ] || echo "$sum of $calls reads"
grep -c 'read ns' out
