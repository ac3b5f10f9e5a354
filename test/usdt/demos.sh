# The scripts of demo/programs, each with a program of its kind.
# @requires: root command:g++
# @time: 180
demo=$TESTDIR/../../demo/programs
show() { # SCRIPT PATTERN COMMAND: the script's output has a line with the pattern
  "$DTRACE" -qs "$demo/$1" -c "$3" >out 2>&1
  grep -qE -e "$2" out && echo "$1" || { echo "$1: no $2 in"; cat out; }
}
has() { readelf -n "$1" 2>/dev/null | grep -q "Provider: $2"; }
missing=
cat >throw.cc <<'END'
#include <stdexcept>
int main() {
  for (int i = 0; i < 3; i++)
    try { throw std::runtime_error("x"); } catch (...) {}
}
END
g++ throw.cc -o throw
show cxx-exceptions.d '^ +3  St13runtime_error' ./throw
python=/usr/bin/python3.11
echo 'def f(): pass
for i in range(70): f()' >work.py
if has $python python; then show python-calls.d '^ +70  work.py:f$' "$python -S work.py"; else missing=Python; fi
echo '3.times { Object.new }' >work.rb
if command -v ruby3.1 >/dev/null && has "$(ldd "$(command -v ruby3.1)" | sed -nE 's/.*libruby.*=> (\S+) .*/\1/p')" ruby; then
  show ruby-calls.d '^ +3  Object  work.rb:1$' 'ruby3.1 --disable-gems work.rb'
else missing="$missing Ruby"; fi
echo '<?php function f($n) { return $n; } f(1); f(2);' >work.php
if has "$(command -v php8.2)" php; then
  USE_ZEND_DTRACE=1 show php-calls.d '^  <- f$' 'php8.2 -n work.php'
else missing="$missing PHP"; fi
if has /usr/lib/postgresql/15/bin/postgres postgresql; then
  # Compiles for a server that is not there: its probes are found by path.
  sed 's,postgresql\*:::,postgresql*:"/usr/lib/postgresql/15/bin/postgres"::,' \
    "$demo/postgresql-queries.d" >queries.d
  "$DTRACE" -e -qs queries.d >out 2>&1 && echo postgresql-queries.d || cat out
else missing="$missing PostgreSQL"; fi
[ -z "$missing" ] || { echo "the machine has no $missing with probes"; exit 77; }
