# What programs compute with a probe on every instruction that is offered is what they compute without: 320
# functions of 16 kinds by gcc and clang, without and with optimisation and vectors; string and mathematical
# functions of the C library (of a copy: nothing else on the machine runs into the probes); exceptions,
# coroutines, Go, Rust. What differs is a kind to refuse: libdtrace/arch/x86_refused.cc.
# By hand, for all levels and the whole of the library: DTRACE_EVERY=all (some minutes).
# @requires: root host command:gcc command:clang-19 command:go command:rustc
# @time: 300
sources=$TESTDIR/every-instruction
gccs='-O0 -O2' clangs='-O1 -O2 -O3'
[ "${DTRACE_EVERY:-}" != all ] || gccs='-O0 -O1 -O2 -O3 -Os' clangs='-O0 -O1 -O2 -O3 -Os'
# compare NAME PROBES: of the program ./target
compare() {
  ./target >plain
  "$DTRACE" -q -x probelimit=100000 -o counts -c ./target -n "$2 { @ = count(); }" \
    -n "${2//:,/:entry,}entry { @entered[probefunc] = count(); }" >traced 2>messages || cat messages
  if cmp -s plain traced; then
    compared=$((compared + $(grep -c '[^ 0-9]' counts))) same="$same $1"
  else
    echo "$1 differs:"
    diff plain traced | head -5
  fi
}
compared=0 same=
vectors=
grep -qw avx2 /proc/cpuinfo && vectors=-mavx2
for level in $gccs; do
  gcc $level -o target "$sources/functions.c" && compare "gcc$level" 'pid$target:a.out::'
done
gcc -O3 $vectors -o target "$sources/functions.c" && compare gcc-vectors 'pid$target:a.out::'
for level in $clangs; do
  clang-19 $level -w -o target "$sources/functions.c" && compare "clang$level" 'pid$target:a.out::'
done
mkdir lib
gcc -O1 -w -fno-builtin -o target "$sources/library.c" -lm
ldd target | sed -nE 's/.* => ([^ ]*(libc|libm)\.so[^ ]*) .*/\1/p' | xargs -I{} cp {} lib
export LD_LIBRARY_PATH=$PWD/lib
probes='pid$target:libc.so.6:*strlen*:,pid$target:libc.so.6:*strstr*:,pid$target:libc.so.6:*memchr*:,pid$target:libm.so.6:*exp*:'
[ "${DTRACE_EVERY:-}" != all ] || probes='pid$target:libc.so.6::,pid$target:libm.so.6::'
compare library "$probes"
unset LD_LIBRARY_PATH
g++ -std=c++20 -O2 -o target "$sources/unwinding.cc" && compare unwinding 'pid$target:a.out::'
GOCACHE=$PWD/cache GO111MODULE=off go build -o target "$sources/work.go" &&
  compare go 'pid$target:a.out:main.*:,pid$target:a.out:sort.*:'
rustc -O -o target "$sources/work.rs" 2>/dev/null && compare rust 'pid$target:a.out:*work*:'
echo "same:$same"
[ $compared -ge 2000 ] && echo 'at least 2,000 functions'
echo "$compared functions" >&2
