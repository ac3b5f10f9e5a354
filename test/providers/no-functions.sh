# Without functions that can be traced the documented probes that are made of them never fire, and the
# line tells why; providers of other systems that are made of nothing else are the same.
# @time: 120
# @requires: host
for description in 'fsinfo:::read' 'fsinfo:::' 'vfs::vop_read:entry' 'lockstat:::adaptive-acquire' 'io:::nosuch'; do
  "$DTRACE" -qn "$description"' { @[probefunc] = count(); } BEGIN { printf("runs\n"); exit(0); }' 2>&1 |
    sed -E 's/^(dtrace: warning: [^,]*).* (and [0-9]+ more never fire here)/\1 ... \2/; s/: it lacks.*//' | head -2
done
"$DTRACE" -qn 'fsinfo:::read { @[args[0]->fi_pathname, args[1]] = count(); }
  vfs:vop:vop_read:entry { @[args[1]->fi_name, 0] = count(); } BEGIN { printf("typed\n"); exit(0); }' 2>/dev/null
exit 0
