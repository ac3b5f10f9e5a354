# What watch cannot do is said, with what to write instead; its variables can be listed.
try() { "$DTRACE" -qn "$1 { }" -c watched 2>&1 | sed -E '1s/.*line 1: //; 2,3d; s/[0-9]+:a.out/PID:a.out/; s/^  //; s/0x4[0-9a-f]+/ADDRESS/'; }
try 'watch$target:a.out:countr:w'
try 'watch$target:a.out:own:w'
try 'watch$target:a.out:table:w'
try 'watch$target:a.out:table+2:w4'
try 'watch$target:a.out:counter:r'
try 'watch$target:a.out:counter:w3'
try 'watch$target:b.out:counter:w'
try 'watch*:a.out:counter:w'
try 'watch:::w'
try 'watchpoint:0x10000000:8:rw'
"$DTRACE" -qln 'watch$target:a.out:count[e]r:' -c watched | awk 'NR > 1 { print $(NF - 2), $(NF - 1), $NF }'
"$DTRACE" -Zqn 'watch$target:a.out:countr:w { } BEGIN { printf("runs\n"); exit(0); }' -c watched
exit 0
