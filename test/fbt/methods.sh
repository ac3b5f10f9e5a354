# Every way to attach gives the same values: arguments by type and as numbers, the result and, at the
# return, what the function was called with.
# @requires: fbt
# @time: 120
cat >read.d <<'END'
fbt::vfs_read:entry
/execname == "dd" && args[2] == 17/
{
	@entry[probemod, probefunc, probename, stringof(args[0]->f_path.dentry->d_name.name), arg2,
	    arg0 == (uintptr_t)args[0]] = count();
	self->file = arg0;
}
fbt::vfs_read:return
/execname == "dd" && args[4] == 17/
{
	@exit[probemod, probefunc, probename, args[1], arg1,
	    stringof(args[2]->f_path.dentry->d_name.name), arg4, arg2 == self->file, arg0] = count();
}
END
has() { grep -qw "$1" /proc/kallsyms; }
methods=kprobe
has register_fprobe_ips && methods+=' kprobe.multi'
"$DTRACE" --info | grep -q '^ *fentry  *yes' && methods+=' fentry'
for method in $methods auto; do
  "$DTRACE" -q -x fbtmethod=$method -s read.d -c 'dd if=/dev/zero of=/dev/null bs=17 count=25' \
    >$method 2>errors || { echo "$method failed"; cat errors; exit 1; }
done
for method in $methods; do
  cmp $method auto || { echo "$method differs"; cat $method; }
done
cat auto
