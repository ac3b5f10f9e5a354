# Programs run in the order in which they are given, of whatever kind.
echo 'BEGIN { printf("2 "); x = 5; }' >two.d
echo 'BEGIN /x == 5/ { printf("4\n"); exit(0); }' >four.d
"$DTRACE" -q -n 'BEGIN { printf("1 "); }' -s two.d -P 'dtrace /probename == "BEGIN"/ { printf("3 "); }' \
  -s four.d
