# A documented probe that is declared over what this kernel does not have never fires; the others of a
# wildcard do. A library's own mistake in a provider that is not stable is an error.
# @time: 120
# @requires: root
mkdir lib
cat >lib/odd.d <<'END'
#pragma D attributes Evolving/Evolving/ISA provider odd name
provider odd {
	probe calls(int by) = syscall::getppid:entry : 1;
	probe gone(int by) = syscall::getppid:entry / args[0]->no_such_member == 1 / : 1;
	probe none(int by);
};
provider shaky {
	probe gone(int by) = syscall::getppid:entry / NO_SUCH_NAME == 1 / : 1;
};
END
"$DTRACE" -q -L lib -n 'odd::: /pid == $target/ { @[probename] = sum(arg0); } END { printa("%s %@d\n", @); }' \
  -c 'getppid-loop 10' 2>&1
"$DTRACE" -q -L lib -n 'odd:::gone { } BEGIN { printf("runs\n"); exit(0); }' 2>&1
"$DTRACE" -q -L lib -n 'shaky:::gone { } BEGIN { exit(0); }' 2>&1 | head -1
exit 0
