# One name defined in the libraries of two folders: the later -L has it, whatever the files are called,
# and a note says so. A folder of -L has precedence over the installed libraries, a program over all.
mkdir one two mine
printf 'inline int WHO = 1;\ntypedef struct thing { char a[3]; } thing_t;\n' >one/b.d
printf 'inline int WHO = 2;\ntypedef struct thing { char a[5]; } thing_t;\n' >two/a.d
printf 'inline int AF_INET = 77;\n' >mine/net.d
program='BEGIN { printf("%d %d\n", WHO, sizeof (thing_t)); exit(0); }'
"$DTRACE" -q -L one -L two -n "$program" 2>&1
"$DTRACE" -q -L two/ -L one/ -n "$program" 2>&1
"$DTRACE" -q -L one -L two -n 'inline int WHO = 3;'"$program" 2>/dev/null
"$DTRACE" -q -L mine -n 'BEGIN { printf("%d\n", AF_INET); exit(0); }' 2>&1 | sed 's|in /.*/sockets.d|in FOLDER/sockets.d|'
