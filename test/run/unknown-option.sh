# A bad name or value is an error that names it.
for option in nosuch=1 bufsize=large strsize=-1 switchrate=10parsecs bufpolicy=none; do
  if "$DTRACE" -x "$option" -n 'BEGIN { exit(0); }' >out 2>err; then
    echo "$option was accepted"
    exit 1
  fi
  grep -q "${option%=*}" err || { echo "$option is not named:"; cat err; exit 1; }
done
