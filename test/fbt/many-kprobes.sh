# One kprobe a function, where nothing better is there: all of them are found by their cookies.
# @requires: fbt
# @time: 120
"$DTRACE" -q -x fbtmethod=kprobe -n 'fbt:vmlinux:vfs_[a-r]*:entry
  /execname == "dd" && probefunc == "vfs_read" && arg2 == 23/ { @[probefunc] = count(); }' \
  -c 'dd if=/dev/zero of=/dev/null bs=23 count=40' 2>err || { cat err; exit 1; }
