# Objects that call the functions of other systems' headers: -G defines them, as probes whose
# arguments are the functions', on the stack too; is-enabled functions ask the semaphore.
# @requires: command:gcc command:readelf
# @time: 60
cat >old.d <<'END'
provider old {
	probe call(int, const char *, uint8_t, int64_t, short, unsigned, long, char);
	probe bare();
	probe never();
};
END
cat >old.c <<'END'
extern void __dtrace_old___call(int, const char *, unsigned char, long, short, unsigned, long, char);
extern void __dtrace_old___bare(void);
extern int __dtraceenabled_old___bare(void);
int main(int argc, char **argv) {
  __dtrace_old___call(argc, argv[0], 2, 3, 4, 5, 6, 7);
  if (__dtraceenabled_old___bare())
    __dtrace_old___bare();
  return 0;
}
END
gcc -O2 -c old.c
"$DTRACE" -G -s old.d -o probes.o old.o
for how in -pie -static '-flto -pie'; do
  gcc -z noexecstack $how old.o probes.o -o old && ./old || echo "$how: status $?"
done
echo 'extern void __dtrace_old___bare(void); void f(void) { __dtrace_old___bare(); }' >lib.c
gcc -shared -z defs -fPIC lib.c probes.o -o libold.so || echo 'shared'
readelf -n old | sed -nE 's/^ +(Name|Arguments): ?(.*)/\1:\2/p'
# A call of what is not declared is said with its object.
echo 'extern void __dtrace_old___wrong(void); int main(void) { __dtrace_old___wrong(); }' >wrong.c
gcc -c wrong.c
"$DTRACE" -G -s old.d -o probes.o old.o wrong.o 2>&1
echo "status $?"
