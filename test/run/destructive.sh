# Without -w destructive actions are refused; the option and the pragma allow them too.
"$DTRACE" -qn 'BEGIN { system("echo ran"); exit(0); }'
echo "status $?"
"$DTRACE" -wqn 'BEGIN { system("echo ran"); exit(0); }'
"$DTRACE" -x destructive -qn 'BEGIN { system("echo ran"); exit(0); }'
printf '#pragma D option destructive\nBEGIN { system("echo ran"); exit(0); }\n' >script.d
"$DTRACE" -q -s script.d
