# 0, 1 when compiling or running fails, 2 for wrong usage, or exit()'s argument.
status() { # status EXPECTED ARGUMENT...
  local expected=$1 seen
  shift
  "$DTRACE" "$@" >out 2>err
  seen=$?
  [ $seen -eq "$expected" ] || { echo "status $seen, not $expected: $*"; cat err; exit 1; }
}
status 0 -n 'BEGIN { exit(0); }'
status 42 -n 'BEGIN { exit(42); }'
status 1 -n 'BEGIN { exit(1); }'
status 1 -n 'BEGIN { nosuch(); }'
status 1 -n 'BEGIN {'
status 1 -n 'syscall::nosuch:entry'
status 1 -s /nonexistent.d
status 1 -n BEGIN -o /nonexistent/folder/file
status 1 -c /nonexistent -n BEGIN
status 1 -p 4000000 -n BEGIN
status 2
status 2 -n
status 2 -Q
status 2 -b
