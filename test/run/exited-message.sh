# The end of a target is told: always of -p, of -c unless all went well (as the reference program flowindent shows).
"$DTRACE" -n 'END { }' -c true >out 2>err || exit 1
"$DTRACE" -n 'END { }' -c 'sh -c "exit 3"' >>out 2>>err || exit 1
sh -c 'while [ ! -e attached ]; do sleep 0.1; done' &
"$DTRACE" -wn 'BEGIN { system("touch attached"); }' -p $! >>out 2>>err || exit 1
sed -E '/matched/d; s/pid [0-9]+/pid N/' err
