# The hundred direct writes of a loop device have one stack, through the kernel's direct I/O; before
# Linux 6.2 that of the kernel's threads, which pass a loop device's requests on.
# @requires: root module:loop
# @alone: disk
# @time: 60
. "$TESTDIR/demo"
truncate -s 1M image
loop_file image || exit 1
trap 'losetup -d "$device"' EXIT
ln -s "$(type -P dd)" biostacks-dd
demo disk/biostacks.d -c "bash -c 'exec -a dd ./biostacks-dd if=/dev/zero of=$device bs=4096 count=100 oflag=direct status=none'"
awk '/^[^ ].*/ && !/`/ { who = $1 == "biostacks-dd" ? "dd" : /^kworker/ ? "kernel" : ""; passes = 0 }
  who == "dd" && /write/ || who == "kernel" && /loop_queue_rq/ { passes = 1 }
  passes && $2 == "requests" { n[who] += $1; bytes[who] += $3 }
  END { who = "dd" in n ? "dd" : "kernel"; print n[who], bytes[who] }' out
