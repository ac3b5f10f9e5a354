# @requires: bpf_loop
# What the kernel says in /proc/PID/cgroup, of version 2 or, where that is the root, of another.
set -u
unified=/sys/fs/cgroup
[ -d $unified/unified ] && unified=$unified/unified
group=$unified/dtrace-test-$$
mkdir -p "$group/a/b.c" 2>/dev/null || { echo 'no group of version 2 can be made'; exit 77; }
trap 'kill $! 2>/dev/null; wait; rmdir "$group/a/b.c" "$group/a" "$group"' EXIT

(echo 0 >"$group/a/b.c/cgroup.procs"; exec getppid-loop 1000000000) &
until grep -q . "$group/a/b.c/cgroup.procs"; do :; done
path=$($DTRACE -qn "syscall::getppid:entry /pid == $!/ { printf(\"%s\", cgroup_path()); exit(0); }")
[ "$path" = "$(sed -n 's/^0:://p' /proc/$!/cgroup)" ] || { echo "$path"; exit 1; }
case $path in */dtrace-test-$$/a/b.c) ;; *) echo "$path"; exit 1 ;; esac

$DTRACE -qn "syscall::getppid:entry /pid == $! && strstr(cgroup_path(), \"/a/b\") != NULL/
  { @[cgroup_path() == \"$path\"] = count(); exit(0); }" | grep -qE '^ +1 +[0-9]+$'
