# A script that is a binary file is one error.
"$DTRACE" -s /bin/ls 2>err
echo "$? $(cat err)"
printf 'BEGIN { exit(0); }\0' >nul.d
"$DTRACE" -l -s nul.d 2>err
echo "$? $(cat err)"
