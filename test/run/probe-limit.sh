# More places in programs than are allowed: how many, what it costs, and how to allow them.
# @requires: root command:gcc
for i in $(seq 30); do echo "void f$i(void) {}"; done >some.c
echo 'int main(void) { return 0; }' >>some.c
gcc -O1 -o some some.c
exec 2>&1
trace() { "$DTRACE" -q "$@" -n 'pid$target:some:f[0-9]*:entry { n++; } END { printf("traced\n"); }' -c ./some; }
trace -x probelimit=29
echo "status $?"
trace -x probelimit=30
echo "status $?"
trace
