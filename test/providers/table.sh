# The table of the manual: which probes of the providers there are on this kernel, and which of them
# fire when many programs do what they tell of. What fires/RELEASE says is there; what it says fires
# does. test/probe-table makes those files from what this test sees.
# @requires: root module:loop
# @time: 180
# @alone: disk network
release=$(uname -r | sed -E 's/^([0-9]+\.[0-9]+).*/\1/')
known=$TESTDIR/fires/$release
[ -f "$known" ] || [ -n "${DTRACE_MAKE_TABLE:-}" ] ||
  { echo "no list of Linux $release: test/probe-table makes one"; exit 77; }
stable='proc sched io ip tcp udp lockstat vminfo sysinfo mib'
export LC_ALL=C
count='{ @[probeprov, probename] = count(); }'
: >counts
# A module that is loaded again, where modules are files.
if [ -f /guest/loop.ko ]; then
  "$DTRACE" -Zq -n "sysinfo:::mod* $count" -c 'sh -c "rmmod loop && insmod /guest/loop.ko"' >counts 2>err || { cat err; exit 1; }
fi
truncate -s 16M image
device=$(losetup -f) && losetup "$device" image || exit 1
mkdir mounted
trap 'umount mounted; losetup -d "$device"' EXIT
if command -v mkfs.ext4 >/dev/null; then mkfs.ext4 -q -O ^has_journal "$device"; else mke2fs "$device" >/dev/null; fi
mount -t ext4 "$device" mounted || exit 1
# Swap space, and memory that is asked back: guests alone.
odd=odd-jobs
if [ "${DTRACE_TEST_PLACE:-}" = guest ]; then
  truncate -s 16M swap
  swap=$(losetup -f) && losetup "$swap" swap && mkswap "$swap" >/dev/null && swapon "$swap" || exit 1
  echo +memory >/sys/fs/cgroup/cgroup.subtree_control && mkdir -p /sys/fs/cgroup/asked || exit 1
  odd='echo 0 >/sys/fs/cgroup/asked/cgroup.procs; odd-jobs /sys/fs/cgroup/asked/memory.reclaim'
  trap 'umount mounted; losetup -d "$device"; swapoff "$swap"; losetup -d "$swap"' EXIT
fi
cat >work <<END
storm few
nice-loop
net-talk
ping -c 2 -q 127.0.0.1 >/dev/null 2>&1
io-work sync mounted/file 20
io-work buffered mounted/file 64
io-work cold mounted/file 64
copy-pages 200
$odd
tcp-lost
counted-calls
sleep 0.2
contend
END
# shellcheck disable=SC2046
"$DTRACE" -l $(printf -- '-P %s ' $stable) 2>/dev/null | awk 'NR > 1 { print $2, $NF }' | sort -u >there
"$DTRACE" -Zq -n "proc:::, sched:::, io:::, ip:::, tcp:::, udp:::, vminfo:::, sysinfo:::, mib::: $count" \
  -c 'sh work' >>counts 2>err || { cat err; exit 1; }
"$DTRACE" -Zq -n "lockstat::: $count" -c 'sh -c "odd-jobs; contend"' >>counts 2>err || { cat err; exit 1; }
awk 'NR == FNR { if (NF == 3) fires[$1 " " $2]; next }
  { print $0, ($0 in fires ? "fires" : "there") }' counts there >seen
if [ -n "${DTRACE_MAKE_TABLE:-}" ]; then
  cat seen
  exit
fi
cut -d' ' -f1,2 "$known" | comm -3 - there | sed -E 's/^\t(.*)/not in the list: \1/; t; s/^/not on this kernel: /'
# What fires by chance is not asked for.
chance='adaptive-block|adaptive-spin|rw-block|spin-spin|thread-spin|idlethread|inv_swtch|preempt|surrender|xcalls|mutex_adenters|rw_wrfails|rw_rdfails|remain-cpu|tick|signal-discard|intrblk|drop-out|lread|lwrite|bawrite|cow_fault|fspgin|fspgout|kernel_asflt'
grep ' fires$' "$known" | grep -vE " ($chance) " | comm -23 - seen | sed 's/^/did not fire: /'
