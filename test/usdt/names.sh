# Which probes a description means: a process, a pattern, a path; names with - or __; what is said
# when there is none.
# @requires: root command:gcc command:g++ command:make
# @time: 120
cp -r "$TESTDIR/project/." .
make -s web-pie DTRACE="$DTRACE" >log 2>&1 || { cat log; exit 1; }
list() { "$DTRACE" -l "$@" 2>&1 | sed -E "s/^ *[0-9]+ +//; s/\b(web|store|cache|nosuch)[0-9]+/\1PID/g; s|process [0-9]+|process PID|g; s/ +/ /g; s,$PWD,.,g; s|, libstdcxx||; s/\^~+/^~/; s/ *\$//"; }
echo '== process'
list -c ./web-pie -n 'web$target:::'
echo '== module, function, name'
list -c ./web-pie -n 'web$target:a.out::request__start' -n 'cache$target:libcache::miss' \
  -n 'store$target::store_*:m*'
echo '== path'
list -n "web*:\"$PWD/web-pie\"::idle" -n "cache*:\"$PWD/libcache.so\"::"
echo '== none'
list -c ./web-pie -n 'web$target:::nosuch'
list -c ./web-pie -n 'nosuch$target:::'
list -n "web*:\"$PWD/nosuch\"::"
echo text >text
head -c 3000 web-pie >cut
: >empty
gcc -c -x c -o bare.o - <<<'int x;'
for file in text cut empty . bare.o; do
  list -n "web*:\"$PWD/$file\"::"
done | grep -v '^ *\^\|^dtrace\|^ web'
list -n "shop*:\"$PWD/web-pie\"::" | tail -n 1
list -n "web*:\"$PWD/web-pie\"::request-begin" | tail -n 1
# By path: the program starts after the probes are set, as often as it likes.
"$DTRACE" -q -c 'sh -c "./web-pie 2; ./web-pie 3"' \
  -n "web*:\"$PWD/web-pie\"::request-start { @ = count(); } END { printa(\"%@d\\n\", @); }"
