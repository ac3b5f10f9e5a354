# What builds pass and what they do with the results: PostgreSQL's, Python's, PHP's, QEMU's; the
# names of files without -o; another tracer's header with our object.
# @requires: command:gcc command:readelf command:nm
# @time: 60
fail() { echo "$1"; cat log; }

# PostgreSQL: types by #define, -C; macros are renamed, the header is made const.
cat >probes.d <<'END'
#define LocalTransactionId unsigned int
#define bool unsigned char
provider postgresql {
	probe transaction__start(LocalTransactionId);
	probe buffer__read__done(int, bool, const char *);
};
END
"$DTRACE" -C -h -s probes.d -o probes.h.tmp >log 2>&1 || fail 'postgresql -h'
sed -e 's/POSTGRESQL_/TRACE_POSTGRESQL_/g' -e 's/( *char \*/(const char */g' probes.h.tmp >probes.h
cat >a.c <<'END'
#include "probes.h"
void f(unsigned id, int buffer, const char *name) {
  TRACE_POSTGRESQL_TRANSACTION_START(id);
  if (TRACE_POSTGRESQL_BUFFER_READ_DONE_ENABLED())
    TRACE_POSTGRESQL_BUFFER_READ_DONE(buffer, id > 1, name);
}
END
echo 'extern void f(unsigned, int, const char *); int main(int c, char **v) { f(c, 2, *v); }' >b.c
gcc -O2 -Wall -Werror -c a.c b.c 2>log || fail 'postgresql cc'
"$DTRACE" -C -G -s probes.d -o probes.o a.o b.o >log 2>&1 || fail 'postgresql -G'
gcc a.o b.o probes.o -o program 2>log && ./program || fail 'postgresql link'
readelf -n program | grep -A3 'Provider: postgresql' | grep -E 'Name|Args' | sort
nm probes.o

# Python: -o before -h, only the first of each line's names is changed, no objects.
cat >pydtrace.d <<'END'
/* Python DTrace provider */
provider python {
    probe function__entry(const char *, const char *, int);
    probe gc__start(int);
    probe audit(const char *, void *);
};
#pragma D attributes Evolving/Evolving/Common provider python provider
#pragma D attributes Evolving/Evolving/Common provider python module
#pragma D attributes Evolving/Evolving/Common provider python function
#pragma D attributes Evolving/Evolving/Common provider python name
#pragma D attributes Evolving/Evolving/Common provider python args
END
"$DTRACE" -o pydtrace_probes.h -h -s pydtrace.d >log 2>&1 || fail 'python -h'
sed -i 's/PYTHON_/PyDTrace_/' pydtrace_probes.h
"$DTRACE" -o pydtrace.o -G -s pydtrace.d >log 2>&1 || fail 'python -G'
cat >c.c <<'END'
#include "pydtrace_probes.h"
int main(int argc, char **argv) {
  if (PyDTrace_FUNCTION_ENTRY_ENABLED())
    PyDTrace_FUNCTION_ENTRY(argv[0], "main", argc);
  PyDTrace_GC_START(2);
  PyDTrace_AUDIT("x", argv);
  return 0;
}
END
gcc -Wall -Werror c.c pydtrace.o -o c 2>log && ./c || fail 'python link'

# QEMU, PHP, others: -D with and without space, -I, several flags at once, unknown types.
cat >trace.dtrace <<'END'
provider qemu {
probe one(int fd, uint64_t addr, const char * name, bool flag, size_t len, void * opaque);
probe two(MyType *x, Other y);
};
END
"$DTRACE" -o trace.h -DSTAP_SDT_V2 -D X=1 -I. -I .. -64 -xnolibs -h -s trace.dtrace >log 2>&1 ||
  fail 'qemu -h'
"$DTRACE" -o trace.o -DSTAP_SDT_V2 -32 -G -s trace.dtrace >log 2>&1 || fail 'qemu -G'
readelf -h trace.o | sed -nE 's/^ +Class: +//p'
"$DTRACE" -hCs probes.d -o together.h >log 2>&1 && cmp together.h probes.h.tmp || fail '-hCs'

# Names without -o: in the current folder.
mkdir deep
cp probes.d deep/given.d
"$DTRACE" -C -h -s deep/given.d && "$DTRACE" -C -G -s deep/given.d && ls given.* deep
# A build that names the output among the objects.
"$DTRACE" -C -G -s probes.d -o probes.o a.o b.o probes.o
# $CC tells the processor where no object does.
CC='ccache /usr/bin/aarch64-linux-gnu-gcc -O2' "$DTRACE" -G -s pydtrace.d -o cross.o
CC='aarch64-linux-gnu-gcc -O2' "$DTRACE" -G -s pydtrace.d -o cross.o
readelf -h cross.o | sed -nE 's/^ +Machine: +//p'

# A header that declares semaphores which our object is to define.
cat >other.c <<'END'
extern unsigned short python_gc__start_semaphore __attribute__((unused, section(".probes")));
int main(void) { return python_gc__start_semaphore; }
END
gcc other.c pydtrace.o -o other 2>log && ./other || fail 'other header'
