# User stacks as keys, unwound by call-frame data: what is counted for each, beside other keys and by
# functions of every kind, after clear() and trunc(), with one stack as deep as another is not.
# @time: 60
plain() { sed -E 's/\+0x[0-9a-f]+//; s/ +$//'; }
clause='syscall::getppid:entry /pid == $target'
for how in dwarf auto; do
  "$DTRACE" -q -x ustackunwind=$how -c frameless -n "$clause/ {
    this->n = 1 + n++;
    @[ustack(3)] = count();
    @sums[execname, ustack(2), ustack(1)] = sum(this->n);
    @least[ustack(2)] = min(this->n); @most[ustack(2)] = max(this->n); @mean[ustack(2)] = avg(this->n);
    @spread[ustack(2)] = stddev(this->n); @powers[ustack(2)] = quantize(this->n);
    @steps[ustack(2)] = lquantize(this->n, 0, 10, 5);
  }" 2>&1 | plain
done
echo 'cleared and truncated:'
"$DTRACE" -q -x ustackunwind=dwarf -c frameless -n "
  $clause/ { n++; @all[ustack(2)] = count(); @last[ustack(2)] = max(-n); @kept[ustack(2)] = sum(n); }
  $clause/ { printa(\"%@d %@d\\n\", @all, @last); }
  $clause && n == 3/ { clear(@all); clear(@last); trunc(@kept); }" 2>&1 | plain
