# A project with three provider files: as a program that is PIE, static, optimised at link time, not
# optimised; with a shared library and an archive; without -G.
# @requires: command:gcc command:g++ command:make command:readelf
# @time: 120
cp -r "$TESTDIR/project/." .
notes() { readelf -n "$1" | sed -nE 's/^ +(Provider|Name): (.*)/\2/p' | paste -d: - - | sort -u | tr '\n' ' '; }
build() { make -s "$@" DTRACE="$DTRACE" >log 2>&1 || { cat log; exit 1; }; }

build all bare
for program in web-pie web-static web-lto web-o0 web-bare; do
  ./$program 4 || echo "status $?"
  echo "$program: $(notes $program | sed 's/libstdcxx:[a-z]* //g')"
done
echo "libcache.so: $(notes libcache.so)"
# One semaphore a probe, in a section of their own, apart for a program and its library.
nm web-pie | sed -nE 's/^[0-9a-f]+ (.) (.*_semaphore)$/\2/p' | sort
nm libcache.so | sed -nE 's/^[0-9a-f]+ (.) (.*_semaphore)$/\2/p' | sort
readelf -SW web-pie libcache.so | grep -cF .probes
# No protection is lost, and sizes and signs are those of the C types.
readelf -lW web-pie | grep -o 'GNU_STACK.*RWE'
readelf -n web-o0 | sed -nE 's/^ +Arguments: (-?[0-9])@.* (-?[0-9])@.* (-?[0-9])@.*/\1 \2 \3/p' | sort
