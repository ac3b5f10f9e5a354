# Programs of any size: 200 clauses, a clause of hundreds of statements, an `if` of hundreds, and keys
# of 12 elements. What they must print is counted along while they are written.
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

# Each clause adds to a global, a this-> variable and an array; every third has a predicate that
# holds, every third one that does not. Clauses record, aggregate, join strings.
{
  echo 'BEGIN { sum = 0; this->last = 0; this->name = "none"; }'
  sum=0 last=0
  for ((i = 1; i <= 200; i++)); do
    predicate='' holds=1
    ((i % 3 == 1)) && predicate="/this->last == $last/"
    ((i % 3 == 2)) && predicate="/this->last == -$i || sum < 0/" holds=0
    echo "BEGIN $predicate { sum += $i; this->last = $i; this->name = strjoin(\"n\", \"$i\");"
    echo "  x[$i, this->name] = sum; @[this->name] = sum($i); @all = count();"
    echo "  printf(\"%d %s %d\\n\", this->last, this->name, x[$i, this->name]); }"
    ((holds)) || continue
    ((sum += i, last = i))
    echo "$last n$i $sum" >>clauses.expected
  done
  echo 'BEGIN { trunc(@); printa("%@d\n", @all); exit(0); }'
} >clauses.d
wc -l <clauses.expected >>clauses.expected

{
  echo 'BEGIN { this->n = 0; total = 0;'
  total=0
  for ((i = 1; i <= 400; i++)); do
    echo "  total += $i; this->n = total % 100;"
    echo "  printf(\"%s %d\\n\", substr(\"statement\", $i % 9), this->n);"
    text=statement
    echo "${text:i % 9} $(((total += i) % 100))" >>statements.expected
  done
  echo '  exit(0); }'
} >statements.d

{
  echo 'BEGIN { y = 5; if (y == 5) { y++;'
  for ((i = 1; i <= 150; i++)); do
    echo "  if (y == $((i + 5))) { y++; printf(\"%d %s\\n\", y, strjoin(\"yes\", \"$i\")); } else { trace(\"no\"); }"
    echo "$((i + 6)) yes$i" >>branches.expected
  done
  echo '  } else {'
  for ((i = 1; i <= 150; i++)); do
    echo "  printf(\"%d %s\\n\", y, strjoin(\"else\", \"$i\"));"
  done
  echo '  } exit(0); }'
} >branches.d

key='(char)1, (short)-2, 3, (int64_t)-4, "five", strjoin("si", "x"), probefunc, execname, (uint8_t)9, 10ULL, probename, (uint16_t)12'
echo "BEGIN { @[$key] = count(); @[$key] = count(); x[$key] = 7; x[$key]++;
  printf(\"%d %d\\n\", x[$key], x[$key] == 8); exit(0); }
END { printa(\"%d %d %d %d %s %s [%s] %s %d %d %s %d %@d\\n\", @); }" >keys.d
printf '8 1\n1 -2 3 -4 five six [] %s 9 10 BEGIN 12 2\n' "$(basename "$DTRACE" | cut -c 1-15)" >keys.expected

for program in clauses statements branches keys; do
  run "$program"
done
