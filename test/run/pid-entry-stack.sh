# At the entry of a function, which has no frame yet, its caller is on the stack, and is ucaller; at its
# return instruction, too. Behind its return address the function is the first frame all the same. The
# function itself makes no frame.
# @requires: root command:gcc uprobe_multi
# @time: 60
cat >leaf.c <<'C'
int leaf(int n);
int leaf(int n) { return n + 1; }
C
cat >target.c <<'C'
int leaf(int n);
__attribute__((noinline)) static int caller(int n) {
  const int got = leaf(n);
  asm volatile("");
  return got;
}
int main(void) {
  const int got = caller(1);
  asm volatile("");
  return got != 2;
}
C
gcc -O1 -fno-optimize-sibling-calls -fno-omit-frame-pointer -c target.c && gcc -O1 -c leaf.c &&
  gcc target.o leaf.o -o target || exit 1
names() { sed -E 's/\+0x[0-9a-f]+//; s/^ +//' | grep '^target' | tr '\n' ' '; }
trace() { # name, method, more options
  for clause in '@[ustack(3)] = count();' '@[ustack(1)] = count();' 'ustack(3);' 'printf("%A\n", ucaller);'; do
    "$DTRACE" -q -x pidreturn="$2" "${@:3}" -n "pid\$target:a.out:leaf:$1 { $clause }" -c ./target | names
    echo
  done
}
echo '- entry'
trace entry insn
for method in insn uretprobe; do
  echo "- return, $method"
  trace return $method
done
echo '- return, uretprobe, unwound'
trace return uretprobe -x ustackunwind=dwarf
