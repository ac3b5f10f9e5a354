# Programs whose values would not fit into the 512 bytes of stack that a BPF program has: sums of many
# quotients, strings made from strings, many variables at once, operands that wait for one another.
# What they must print is counted along while they are written.
# @time: 240
ulimit -t 100

run() { # run NAME: NAME.d must print NAME.expected, and nothing else
  "$DTRACE" -qs "$1.d" >"$1.actual" 2>"$1.errors" </dev/null
  [ -s "$1.errors" ] && { echo "$1 says:"; head -n 5 "$1.errors"; }
  sed -i '/^$/d' "$1.actual"
  cmp -s "$1.expected" "$1.actual" && echo "$1: as expected" && return
  echo "$1 differs:"
  diff "$1.expected" "$1.actual" | head -n 10
}

# x comes from memory, so that nothing is known when the program is made.
sum=0 terms=0
for ((i = 0; i < 60; i++)); do
  terms+=" + (x * $((i + 3)) ^ (y << $((i % 7)))) / (y + $i)"
  ((sum += (1234567 * (i + 3) ^ (9 << i % 7)) / (9 + i)))
done
echo "BEGIN { x = 1234567; y = 9; } BEGIN { printf(\"%d\n\", $terms); exit(0); }" >quotients.d
echo "$sum" >quotients.expected

text='name' joined=name
for ((i = 0; i < 30; i++)); do
  text="strjoin(\"$((i % 10))\", $text)" joined=$((i % 10))$joined
done
echo "BEGIN { name = \"name\"; } BEGIN { printf(\"%s\n\", $text); exit(0); }" >joined.d
echo "$joined" >joined.expected

# Each variable is set in the order of the numbers, and read in another.
{
  echo 'BEGIN { seed = 77; } BEGIN {'
  seed=77
  for ((i = 0; i < 150; i++)); do
    echo "  seed = (seed * 1103515245 + 12345) & 0x7fffffff; this->v$i = seed;"
    value[i]=$((seed = (seed * 1103515245 + 12345) & 0x7fffffff))
  done
  for ((i = 0; i < 150; i++)); do
    echo "  printf(\"%d\n\", this->v$((i * 7 % 150)) - this->v$((i * 11 % 150)));"
    echo $((value[i * 7 % 150] - value[i * 11 % 150])) >>variables.expected
  done
  echo '  exit(0); }'
} >variables.d

nested=x value=5
for ((i = 1; i <= 80; i++)); do
  nested="((x * $i) % 1000 - $nested)"
  value=$((5 * i % 1000 - value))
done
echo "BEGIN { x = 5; } BEGIN { printf(\"%d\n\", $nested); exit(0); }" >waiting.d
echo "$value" >waiting.expected

for program in quotients joined variables waiting; do
  run "$program"
done
