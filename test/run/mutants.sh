# Programs of test/ and demo/, changed at random (test/mutants), are loaded or refused with a reason: none
# crashes dtrace, and none is refused by the verifier alone. DTRACE_MUTANTS (200) says how many,
# DTRACE_MUTANTS_SEED (1) from which on.
# @requires: host root
# @time: 1200
mutants=$(dirname "$DTRACE")/../test/mutants/mutants
if [ ! -x "$mutants" ]; then
  echo 'the program mutants was not built beside this dtrace'
  exit 77
fi
top=$TESTDIR/../..
mkdir kept tmp
TMPDIR=$PWD/tmp "$mutants" "${DTRACE_MUTANTS_SEED:-1}" "${DTRACE_MUTANTS:-200}" kept \
  "$top"/test/{language,builtin,run,providers,elsewhere}/*.d "$top"/demo/*/*.d 2>/dev/null
echo "status $?"
