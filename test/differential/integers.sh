# Random integer expressions, evaluated by D in the kernel and by a C++ program that follows D's rule
# (programs/numbers.h), must be equal: in value, in sign, in size. DTRACE_DIFFERENTIAL_COUNT (10000) says how many, DTRACE_DIFFERENTIAL_SEED
# which; the seed is printed. programs/integers.cc says what they are made of.
# @requires: root command:g++
# @time: 600
count=${DTRACE_DIFFERENTIAL_COUNT:-10000}
seed=${DTRACE_DIFFERENTIAL_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "seed $seed, $count expressions"
g++ -std=c++20 -O1 -Wall -Wextra "$TESTDIR/programs/integers.cc" -o generate || exit 1
mkdir parts
./generate "$seed" "$count" parts || exit 1

compared=0 differing=0
for text in parts/*.txt; do
  part=${text%.txt}
  g++ -std=c++20 -w -O0 -I "$TESTDIR/programs" "$part.cc" -o "$part.bin" && "./$part.bin" >"$part.expected" || exit 1
  "$DTRACE" -qs "$part.d" </dev/null 2>"$part.errors" | sed '/^$/d' >"$part.actual"
  if [ -s "$part.errors" ]; then
    echo "part $part says:"
    head -n 5 "$part.errors"
    differing=$((differing + 1))
  fi
  compared=$((compared + $(wc -l <"$part.expected")))
  cmp -s "$part.expected" "$part.actual" && continue
  echo "of $part.d: expression, then C++'s value and size, then D's"
  paste -d '|' "$text" "$part.expected" "$part.actual" | awk -F'|' '
    { n = NF; if ($(n) != $(n - 1)) { print; if (++shown == 10) exit } }'
  differing=$((differing + 1))
done
echo "$compared compared, $differing parts differ"
[ "$compared" -eq "$count" ] && [ "$differing" -eq 0 ]
