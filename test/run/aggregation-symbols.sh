# Keys of one name are one row, whatever their addresses; uaddr() tells them apart.
read -r address name < <(awk '$3 == "vfs_read" { print "0x" $1, $3; exit }' /proc/kallsyms)
[ -n "$name" ] || { echo 'the kernel does not tell its addresses'; exit 77; }
"$DTRACE" -q -n "BEGIN { @a[sym($address)] = count(); @a[sym($address + 1)] = count();
  @m[mod($address), 1] = sum(2); @m[mod($address + 4096), 1] = sum(3); @m[mod($address), 2] = sum(4);
  @x[func($address)] = min(5); @x[func($address + 2)] = min(3); @q[func($address)] = quantize(1);
  @q[func($address + 1)] = quantize(1); }
  BEGIN { printa(\"%a %@d\\n\", @a); clear(@a); trunc(@m); printa(\"%a %@d\\n\", @a); printa(@x);
  exit(0); }" | sed -E 's/ +/ /g'
"$DTRACE" -q -c library-call -n 'syscall::getppid:entry, syscall::read:entry
  /pid == $target && (probefunc == "getppid" || (int)arg0 == -1)/ {
  @f[ufunc(ucaller)] = count(); @a[uaddr(ucaller)] = count(); @m[umod(ucaller)] = sum(2);
  @u[usym(ucaller), probefunc] = count(); }' | sed -E 's/ +/ /g; s/\+0x[0-9a-f]+/+N/'
