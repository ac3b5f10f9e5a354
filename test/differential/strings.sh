# The string functions of D and of the C library agree on random strings: empty ones, longer than
# strsize, with zeros within, and with lengths at the bounds; for two strsizes.
# DTRACE_DIFFERENTIAL_STRINGS (1000) says how many pairs of strings for each,
# DTRACE_DIFFERENTIAL_SEED which; the seed is printed.
# @requires: root command:gcc
# @time: 600
count=${DTRACE_DIFFERENTIAL_STRINGS:-1000}
seed=${DTRACE_DIFFERENTIAL_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
gcc -Wall -O1 "$TESTDIR/programs/strings.c" -o strings || exit 1

status=0
for strsize in 40 256; do
  echo "seed $seed, $count pairs, strsize $strsize"
  "$DTRACE" -q -x strsize=$strsize -x bufsize=64m -s "$TESTDIR/programs/strings.d" \
    $strsize -c "./strings $seed $count $strsize expected" >actual 2>errors </dev/null
  head -n 5 errors
  sed -i '/^$/d' actual
  [ "$(grep -c -e '^--$' expected)" -eq "$count" ] && cmp -s expected actual && continue
  status=1
  echo 'expected and actual lines that differ:'
  diff expected actual | grep '^[<>]' | head -n 12
done
exit $status
