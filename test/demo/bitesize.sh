# A hundred direct writes of a loop device have the size that they have. Kernels before 6.2 let their own
# threads pass a loop device's requests on.
# @requires: root module:loop
# @alone: disk
# @time: 60
. "$TESTDIR/demo"
truncate -s 1M image
loop_file image || exit 1
trap 'losetup -d "$device"' EXIT
ln -s "$(type -P dd)" bitesize-dd
demo disk/bitesize.d -c "bash -c 'exec -a dd ./bitesize-dd if=/dev/zero of=$device bs=4096 count=100 oflag=direct status=none'"
awk -F'|' '/^[^ ]/ { who = /^bitesize-dd,/ ? "dd" : /^kworker/ ? "kernel" : "" }
  $1 + 0 == 4096 { split($2, part, " "); sum[who] += part[length(part)] }
  END { print "dd" in sum ? sum["dd"] : sum["kernel"] }' out
