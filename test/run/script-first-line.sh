# dtrace -s counts the options of the script's #! line, and passes such lines wherever they stand.
# @requires: command:cpp
cat >own.d <<'D'
#!/usr/sbin/dtrace -qCs
#define LINE 3
#! note
BEGIN { printf("%d\n", LINE); exit(0); }
D
"$DTRACE" -s own.d
sed -i 's/ -qCs/ -C -x quiet -s/' own.d
"$DTRACE" -s own.d
"$DTRACE" -x quiet=0 -s own.d 2>&1 | grep -c FUNCTION:NAME
sed -i 's/ -C -x quiet -s/ -jqs/' own.d
"$DTRACE" -s own.d 2>&1 | head -1
printf '#!/usr/bin/env -S dtrace -qs\nBEGIN { printf("env\\n"); exit(0); }\n#!\n' >env.d
"$DTRACE" -s env.d
for word in ENABLE Enabled set DISABLED Unset off; do
  "$DTRACE" -qx flowindent=$word -n 'BEGIN { exit(0); }' >/dev/null || echo "$word is not known"
done
