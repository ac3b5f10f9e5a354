# A probe's name may be the offset of an instruction of a function that is written out, and then the
# registers of arguments are what they are there. What is no instruction, outside of the function, or
# wanted of functions by a pattern is told.
# @requires: fbt
# @time: 120
reads='dd if=/dev/zero of=/dev/null bs=17 count=25'
count_at() {
  "$DTRACE" -q -n "fbt::vfs_read:$1 /pid == \$target && arg2 == 17/ { @[probemod, probefunc] = count(); }" \
    -c "$reads" 2>errors
}
echo 'at the entry'
count_at 0
echo 'inside of the first instruction'
count_at 1
sed 's/^.*failed/failed/' errors
# The first instructions are endbr64 or bti, and what the function tracer uses: no argument is lost there.
echo 'at the second instruction'
for offset in 4 5; do
  count_at $offset >counts && break
done
cat counts
echo 'listed'
"$DTRACE" -ln fbt::vfs_read:0x0 | awk 'NR > 1 { print $2, $3, $4, $5 }'
"$DTRACE" -ln 'fbt::vfs_read:' | awk 'NR > 1 { print $5 }'
echo 'refused'
for name in fbt::vfs_read:fffff 'fbt::vfs_rea*:4' fbt::no_such_function_here:4; do
  "$DTRACE" -ln "$name" 2>&1
done
exit 0
