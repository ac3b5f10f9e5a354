# -e: compiles, says what is wrong, runs nothing.
"$DTRACE" -e -n 'BEGIN { printf("ran\n"); exit(3); }' || echo "status $?"
"$DTRACE" -e -n 'BEGIN { nosuch; }' 2>err
echo "status $?"
grep -c 'failed to' err
# Listing is listing in any order; without a program there is nothing to compile.
"$DTRACE" -l -e -n BEGIN | wc -l
"$DTRACE" -e 2>&1 | head -n 1
