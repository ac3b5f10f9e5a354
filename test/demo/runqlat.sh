# Two programs that both want the same processor wait for it in turns, each for as long as the other
# is let to run.
# @requires: root
# @time: 60
. "$TESTDIR/demo"
calls=$([ "$DTRACE_TEST_PLACE" = guest ] && echo 300000 || echo 3000000)
ln -s "$(type -P getppid-loop)" runqlat-loop
cat >work <<W
./runqlat-loop $calls 0 &
./runqlat-loop $calls 0 &
wait
W
demo cpu/runqlat.d -c 'bash work'
awk -F'|' '/^[^ ]/ { title = $0 } NF == 2 && title == "runqlat-loop, us:" && $1 + 0 >= 512 {
    split($2, part, " "); waits += part[length(part)] }
  END { print (waits >= 4 ? "waited in turns" : waits + 0 " waits") }' out
