# io: files of a file system on a loop device, written through the cache and at once, and read ahead of
# the reader. Bytes are counted by the file's name; each request that starts is done.
# @requires: root module:loop
# @alone: disk
# @time: 60
truncate -s 16M image
device=$(losetup -f) && losetup "$device" image || exit 1
mkdir mounted
trap 'umount mounted; losetup -d "$device"' EXIT
if command -v mkfs.ext4 >/dev/null; then mkfs.ext4 -q -O ^has_journal "$device"; else mke2fs "$device" >/dev/null; fi
mount -t ext4 "$device" mounted || exit 1
mkdir mounted/below
name=$(basename "$device")
cat >io.d <<PROGRAM
io:::start /args[1]->dev_statname == "$name"/
{
	@all[args[0]->b_edev, args[0]->b_blkno] = sum(1);
}
io:::done /args[1]->dev_statname == "$name"/
{
	@all[args[0]->b_edev, args[0]->b_blkno] = sum(-1);
	@wrong = sum(args[0]->b_edev != (args[1]->dev_major << 20 | args[1]->dev_minor));
}
io:::start /args[1]->dev_statname == "$name" && args[2]->fi_fs == "ext4"/
{
	@bytes[args[2]->fi_pathname, args[2]->fi_dirname, args[2]->fi_name, args[2]->fi_mount,
	    args[0]->b_flags & B_READ ? "read" : "written"] = sum(args[0]->b_bcount);
	@requests[args[2]->fi_name, args[0]->b_flags & B_READ ? "read" : "written"] = count();
	@last[args[2]->fi_name, args[0]->b_flags & B_READ ? "read" : "written"] =
	    max(args[2]->fi_offset + args[0]->b_bcount);
	@async[args[2]->fi_name, args[0]->b_flags & B_ASYNC ? "later" : "at once"] = count();
}
io:::wait-start /progenyof(\$target) && execname == "io-work"/ { starts++; }
io:::wait-done /progenyof(\$target) && execname == "io-work"/ { dones++; none += args[2]->fi_pathname == "<none>"; }
END
{
	printf("waited %d, as often waited no more %d, for no file %d\n", starts > 0, dones == starts,
	    none == dones);
	printa("file %s %s %s %s %s %@d\n", @bytes);
	printa("requests %s %s %@d\n", @requests);
	printa("end %s %s %@d\n", @last);
	printa("flags %s %s %@d\n", @async);
	printa("open %d %d %@d\n", @all);
	printa("wrong %@d\n", @wrong);
}
PROGRAM
cat >work <<PROGRAM
io-work sync mounted/below/sync 20
io-work buffered mounted/buffered 64
io-work cold mounted/buffered 64
PROGRAM
"$DTRACE" -q -s io.d -c 'sh work' >out 2>err || { cat err; exit 1; }
cat err
place=$(cd mounted && pwd -P)
grep -E '^(file|end) .*(sync|buffered)' out | sed "s,$place,MOUNT,g" | sort
grep ^waited out
awk '/^requests buffered read/ { print "readahead:", ($NF < 64 ? "larger requests" : "none") }
  /^requests buffered written/ { print "writes:", ($NF < 64 ? "gathered" : "each alone") }
  /^requests sync written/ { print "each at once:", ($NF >= 20) }
  /^open/ { open += $NF != 0 } /^wrong/ { print }
  /^flags sync later/ { print "a synchronous write waits for nobody" }
  END { print "never done:", open + 0 }' out
