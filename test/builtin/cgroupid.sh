# cgroupid() is what cgroup is in a process of that group; a group that is not there is named.
set -u
unified=/sys/fs/cgroup
[ -d $unified/unified ] && unified=$unified/unified
group=$unified/dtrace-test-$$
mkdir "$group" 2>/dev/null || { echo 'no group of version 2 can be made'; exit 77; }
trap 'kill $! 2>/dev/null; wait; rmdir "$group"' EXIT

(echo 0 >"$group/cgroup.procs"; exec getppid-loop 1000000000) &
until grep -q . "$group/cgroup.procs"; do :; done
$DTRACE -qn "
  syscall::getppid:entry /pid == $! && cgroup == cgroupid(\"/dtrace-test-$$\")/ { by_root = 1; }
  syscall::getppid:entry /pid == $! && cgroup == cgroupid(\"$group\")/ { by_file = 1; }
  syscall::getppid:entry /pid == $! && cgroup == cgroupid(\"/\")/ { wrong = 1; }
  syscall::getppid:entry /pid == $!/ { seen = 1; }
  syscall::getppid:return /seen && pid == $!/ { printf(\"%d %d %d\", by_root, by_file, wrong); exit(0); }" || exit 1
