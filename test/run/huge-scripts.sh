# Scripts of a megabyte, and things nested 10000 deep, get an error of a few lines, not a crash.
# @time: 120
repeat() { printf '%*s' "$2" '' | sed "s/ /$1/g"; }
check() { # reads a script
  cat >script.d
  "$DTRACE" -qs script.d >out 2>err
  echo "$1: status $?, $([ "$(wc -c <err)" -lt 2000 ] && [ -s err ] && echo short) $(
    head -n 1 err | sed -E 's/.*line 1: //; s/(.{60}).*/\1 .../')"
}
repeat a 1000000 | check 'a name'
{ printf '/*' && repeat x 1000000; } | check 'a comment'
{ printf 'BEGIN { x = ' && repeat '1 + ' 250000 && printf '1; }'; } | check 'a sum'
{ printf 'BEGIN { ' && repeat 'x = 1; ' 150000 && printf '}'; } | check 'statements'
{ printf 'BEGIN { x = ' && repeat '(' 10000 && printf 1 && repeat ')' 10000 && printf '; }'; } | check 'brackets'
{ printf 'BEGIN { x = ' && repeat '- ' 10000 && printf '1; }'; } | check 'signs'
{ printf 'BEGIN { ' && repeat 'if (1) { ' 10000 && repeat '}' 10000 && printf '}'; } | check 'ifs'
{ printf 'BEGIN { x = ' && repeat '1 ? ' 10000 && printf 1 && repeat ' : 2' 10000 && printf '; }'; } | check 'choices'
{ repeat 'struct s { ' 10000 && printf 'int x; ' && repeat '}; ' 10000 && printf 'BEGIN { }'; } | check 'structures'
{ printf 'int ' && repeat '*' 10000 && printf 'x; BEGIN { }'; } | check 'pointers'
{ printf 'BEGIN { x = ' && repeat 'a[' 10000 && printf 1 && repeat ']' 10000 && printf '; }'; } | check 'indexes'
