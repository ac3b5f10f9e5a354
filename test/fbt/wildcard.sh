# Thousands of functions at once: the one that is called often is counted right, the others too.
# @requires: fbt kprobe_multi
# @time: 120
"$DTRACE" -n 'fbt:vmlinux:[a-d]*:entry, fbt:vmlinux:vfs_*:entry, fbt:vmlinux:vfs_*:return
  /execname == "dd" && probefunc == "vfs_read"/ { @[probename, arg2 == 19, arg1 == 19] = count(); }
  ' -c 'dd if=/dev/zero of=/dev/null bs=19 count=30' >out 2>err || { cat err; exit 1; }
awk '$NF >= 30 && ($2 == 1 || $3 == 1) { print $1, $2, $3 }' out | sort
sed -n 's/.*matched \([0-9]*\) probes.*/\1/p' err | awk '$1 > 5000 { print "thousands" }'
