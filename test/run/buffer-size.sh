# -b and the sizes of options, with their units.
"$DTRACE" -q -b 1m -n 'BEGIN { printf("1\n"); exit(0); }'
"$DTRACE" -q -b 64k -x aggsize=128k -x dynvarsize=256k -n 'BEGIN { a[1] = 2; @[1] = count();
  printf("%d\n", a[1]); trunc(@); exit(0); }'
