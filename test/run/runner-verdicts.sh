# The runner itself, with a shell script in dtrace's place: each verdict, directive and reason.
mkdir some
cat >fake-dtrace <<'END'
#!/bin/bash
echo "arguments: $*"
while [ $# -gt 0 ]; do
  case $1 in
  -c) eval "$2" ;;
  -s) script=$2 ;;
  esac
  shift
done
eval "$(sed -n 's/^#!//p' "$script")"
END
chmod +x fake-dtrace

# test_file NAME EXPECTED LINE...: makes some/NAME from lines, and some/NAME.out
test_file() {
  printf '%b' "$2" >"some/${1%.*}.out"
  local name=$1
  shift 2
  printf '%s\n' "$@" >"some/$name"
}

test_file arguments.d 'arguments: -q -x a b -c getppid-once -s arguments.d c d e\nN\n' \
  "/* @dtrace-args: -q -x 'a b' */" '/*' ' * @script-args: c "d e"' ' * @program: getppid-once' \
  ' * @filter: s/[0-9]+/N/' ' */' '#!echo 123'
test_file differs.d 'x\n' '#!echo said >&2'
test_file exit-expected.d 'arguments: -s exit-expected.d\n' '/* @exit: 3 */' '#!exit 3'
test_file exit-other.d 'arguments: -s exit-other.d\n' '#!exit 2'
test_file no-output.d '' ''
rm some/no-output.out
test_file requires.d '' '/* @requires: command:no-such-program */'
test_file requires-typo.d '' '/* @requires: rooot */'
test_file sorted.d 'a\nb\narguments: -s sorted.d\n' '/* @sort */' '#!printf "b\na\n"'
test_file stderr.d 'arguments: -s stderr.d\n' '#!echo one >&2'
echo two >some/stderr.err
test_file time.d 'arguments: -s time.d\n' '/* @time: 1 */' '#!sleep 60'
test_file whole.d 'arguments: -s whole.d\n' '/* @whole-machine: it is a test of the runner */'
test_file script.sh '0\n' 'ls | wc -l'
test_file script-fails.sh 'hello\n' 'echo hello' 'false'
test_file script-skips.sh '' 'echo because' 'exit 77'

DTRACE_TEST_SLOW=1 bash "$TESTDIR/runner" ./fake-dtrace some
status=$?
echo "status $status"
bash "$TESTDIR/runner" -l -n 's*' ./fake-dtrace some
for which in shared whole; do
  bash "$TESTDIR/runner" -l -w $which -n '[tw]*' ./fake-dtrace some | sed "s/^/$which: /"
done
