# Returns by the return address and by the return instructions: the same results and counts. arg0 is
# the offset of the return instruction that was taken, which is a place to trace as well. With no
# name each instruction of the function is a probe.
returns() {
  "$DTRACE" -q "$@" -c functions -n 'pid$target:a.out:add:return,pid$target:a.out:eight:return,
    pid$target:a.out:twice:return { @[probefunc, arg1] = count(); }' | grep -v origin
}
for method in auto insn uretprobe; do
  echo "- $method"
  returns -x pidreturn=$method
done
echo '- offsets'
"$DTRACE" -q -o out -c functions -n 'pid$target::twice:return { printf("%x\n", arg0); exit(0); }' >/dev/null
offset=$(head -n 1 out)
"$DTRACE" -q -o out2 -c functions -n "pid\$target::twice:$offset { printf(\"%s\\n\", probename); exit(0); }" >/dev/null
[ "$(head -n 1 out2)" = "$offset" ] && echo same
echo '- every instruction'
"$DTRACE" -q -o out3 -c functions -n 'pid$target::twice: { @[probename] = count(); }' >/dev/null
grep -qE '^  entry +1$' out3 && grep -qE '^  return +1$' out3 && grep -qE '^  0 +1$' out3 &&
  grep -qE "^  $offset +1\$" out3 && echo all
echo '- an address'
"$DTRACE" -q -x noresolve -o out4 -c functions -n 'pid$target::eight:entry { ustack(1); exit(0); }' >/dev/null
"$DTRACE" -q -o out5 -c functions -n "pid\$target:a.out:-:$(grep -o '[0-9a-f]\{6,\}' out4)
  { printf(\"%s %d\n\", probefunc, arg7); exit(0); }" >/dev/null
head -n 1 out5
