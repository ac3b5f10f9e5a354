# Of groups as engines name them, also from a group below; "" elsewhere.
set -u
unified=/sys/fs/cgroup
[ -d $unified/unified ] && unified=$unified/unified
group=$unified/dtrace-test-$$
mkdir "$group" 2>/dev/null || { echo 'no group of version 2 can be made'; exit 77; }
child=0
trap 'kill $child 2>/dev/null; wait; find "$group" -depth -type d -exec rmdir {} +' EXIT

id=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
container_in() { # GROUP
  mkdir -p "$group/$1"
  (echo 0 >"$group/$1/cgroup.procs"; exec getppid-loop 1000000000) &
  child=$!
  until grep -q . "$group/$1/cgroup.procs"; do :; done
  $DTRACE -qn "syscall::getppid:entry /pid == $child/ { printf(\"[%s]\", container); exit(0); }" || exit 1
  kill $child
  wait $child 2>/dev/null
  return 0
}

container_in "$id"
container_in "docker-$id.scope"
container_in "cri-containerd-$id.scope/init.scope"
container_in "kubepods-pod1.slice/crio-$id"
container_in "user.slice"
container_in "short-${id%?}g.scope"
