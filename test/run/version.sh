# -V: the version of the language and of the command.
"$DTRACE" -V | grep -cE '^dtrace: .*[0-9]+\.[0-9]+'
"$DTRACE" -x version=1.0 -qn 'BEGIN { exit(0); }'
"$DTRACE" -x version=99.0 -qn 'BEGIN { exit(0); }' 2>/dev/null
echo "status $?"
