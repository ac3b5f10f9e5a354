# The program of -c has the command's own files; its output comes through.
echo text | "$DTRACE" -q -c cat -n 'END { printf("end\n"); }'
