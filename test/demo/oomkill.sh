# A process that asks for more than its memory cgroup may have is shown with its victim: itself.
# @requires: root
. "$TESTDIR/demo"
name=dtrace-oom-$$
if mkdir "/sys/fs/cgroup/memory/$name" 2>/dev/null; then
  group=/sys/fs/cgroup/memory/$name limit=memory.limit_in_bytes
elif echo +memory >/sys/fs/cgroup/cgroup.subtree_control && mkdir "/sys/fs/cgroup/$name"; then
  group=/sys/fs/cgroup/$name limit=memory.max
  echo 0 >"$group/memory.swap.max"
fi 2>/dev/null
[ -w "${group:-}/$limit" ] || { echo 'there is no memory cgroup'; exit 77; }
trap 'rmdir "$group"' EXIT
echo 16M >"$group/$limit"
cat >work <<W
bash -c 'echo \$\$ >$group/cgroup.procs; echo \$\$ >victim; exec awk "BEGIN { x = \"x\"; while (1) x = x x }"' 2>/dev/null
true
W
demo memory/oomkill.d -c 'bash work'
awk -v victim="$(cat victim)" '$7 == victim { print $5 == victim ? "itself" : $5 }' out
