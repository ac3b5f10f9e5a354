# -L: declarations of every .d file of a folder are there, in depends_on order.
mkdir lib
printf '#pragma D depends_on library two.d\ninline int ONE = TWO - 1;\n' >lib/one.d
printf 'inline int TWO = 2;\ntypedef short my_short_t;\n' >lib/two.d
"$DTRACE" -q -L lib -n 'BEGIN { printf("%d %d %d\n", ONE, TWO, sizeof (my_short_t)); exit(0); }'
# What is named so and is not a file is none.
mkdir lib/folder.d
mkfifo lib/pipe.d
ln -s nowhere lib/link.d
timeout 10 "$DTRACE" -q -L lib -n 'BEGIN { printf("%d\n", ONE); exit(0); }'
