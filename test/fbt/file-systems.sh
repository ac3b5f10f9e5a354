# Providers of other systems over the kernel's functions for files: fsinfo of Solaris, vfs of FreeBSD; and
# what those systems call their kernel.
# @requires: guest root fbt
# @time: 120
mkdir here
cat >ops.sh <<'END'
echo 12345 > here/one
dd if=here/one of=/dev/null bs=512 2>/dev/null # busybox cat would splice, and read nothing
mkdir here/folder
ln -s one here/link
rm here/link
rmdir here/folder
mv here/one here/two
END
"$DTRACE" -qn '
  fsinfo:::write /progenyof($target) && args[0]->fi_name == "one"/ { @["write", args[0]->fi_fs != "", args[1]] = count(); }
  fsinfo:::read /progenyof($target) && args[0]->fi_name == "one"/ { @["read", args[0]->fi_oflags & 1, args[1] >= 6] = count(); }
  fsinfo:::mkdir, fsinfo:::symlink, fsinfo:::remove, fsinfo:::rmdir /progenyof($target)/
    { @s[probename, args[0]->fi_name] = count(); }
  fsinfo:::rename /progenyof($target)/ { @s[probename, args[0]->fi_name] = count(); }
  fsinfo:::open /progenyof($target) && args[0]->fi_name == "one"/ { @s["opened", args[0]->fi_name] = count(); }
  vfs::vop_write:entry /progenyof($target) && args[1]->fi_name == "one"/ { @s["vop_write", args[1]->fi_name] = count(); }
  vfs::vop_mkdir:return /progenyof($target)/ { @s["vop_mkdir", stringof(args[0]->d_name.name)] = count(); }
  END { printa("%s %d %d: %@d\n", @); printa("%s %s: %@d\n", @s); }' -c 'sh ops.sh' 2>&1 | sort | grep .
for module in genunix unix kernel mach_kernel vmlinux; do
  "$DTRACE" -ln "fbt:$module:vfs_read:entry" 2>&1 | awk -v module=$module 'NR == 2 { print module, $2, $3, $4, $5 }'
done
exit 0
