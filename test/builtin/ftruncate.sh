# What the output file held is gone; what comes later is in it.
"$DTRACE" -q -o out -n 'BEGIN { printf("before\n"); ftruncate(); printf("after\n"); exit(0); }' ||
  exit 1
cat out
