# A program of -c that still runs when tracing ends is ended, by exit(), by a signal, and when dtrace is
# killed: by SIGTERM, and a second later by SIGKILL. With -x cmdend=run it keeps running, as a process
# of -p always does.
# @requires: root
# @time: 40
cat >heeds <<'END'
#!/bin/bash
trap 'echo "$1: told" >>told; exit 0' TERM
echo $$ >pid
while :; do read -rt 0.05 <> <(:); done
END
cat >ignores <<'END'
#!/bin/bash
trap '' TERM
echo $$ >pid
while :; do read -rt 0.05 <> <(:); done
END
chmod +x heeds ignores
runs() { [ -n "$(tr -d '\0' 2>/dev/null </proc/"$1"/cmdline)" ]; }
# until COMMAND...: at most 5 seconds
until_() { for _ in {1..250}; do "$@" && return; sleep 0.02; done; return 1; }
fate() { # fate WHAT: of the process whose number is in the file pid, right now
  if runs "$(cat pid)"; then echo "$1: runs"; kill -KILL "$(cat pid)"; else echo "$1: ended"; fi
}
begun='syscall::write:return /pid == $target/' # the file pid is there
"$DTRACE" -q -n "$begun { exit(0); }" -c './heeds exit' && fate exit
"$DTRACE" -q -x cmdend=run -n "$begun { exit(0); }" -c './heeds run' && fate run
start=$(date +%s%N)
"$DTRACE" -q -n "$begun { exit(3); }" -c ./ignores
echo "status $?"
fate ignores
took=$((($(date +%s%N) - start) / 1000000))
[ $took -ge 1000 ] && echo 'after a second'
for signal in INT KILL; do
  rm -f pid
  env --default-signal=INT "$DTRACE" -q -n "$begun { n++; }" -c "./heeds $signal" 2>/dev/null &
  dtrace=$!
  until_ test -s pid && kill -$signal $dtrace
  { wait $dtrace; } 2>/dev/null
  until_ eval '! runs $(cat pid)'
  fate $signal
done
rm -f pid
./heeds p &
until_ test -s pid
"$DTRACE" -q -n 'syscall:::entry /pid == $target/ { exit(0); }' -p "$(cat pid)" && fate p 2>/dev/null
cat told
