# Typed arguments and results of functions of a program with debugging data; what is passed by value
# is described, and cannot be used.
"$DTRACE" -q -c functions -n 'pid$target::text:entry
  { print(*args[0]); printf("%s %d\n", stringof(args[0]->name), args[0]->x + args[0]->y); exit(0); }' |
  sed -E 's/0x[0-9a-f]+/ADDRESS/; /origin 20/d'
"$DTRACE" -q -c functions -n 'pid$target::add:return { printf("%d\n", args[1]); }' | grep -v origin
"$DTRACE" -q -c functions -n 'pid$target::small:entry { trace(args[0].x); }' 2>&1 || echo "status $?"
