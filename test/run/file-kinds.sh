# @requires: command:python3
# Files that lie in no directory, a deleted one, a directory, what is mounted below another mount,
# and a descriptor that is not open.
cat >files.py <<'PY'
import os, select, socket
deleted = os.open("deleted", os.O_CREAT | os.O_RDWR | os.O_APPEND)
os.unlink("deleted")
os.write(deleted, b"12345")
files = [deleted, os.pipe()[0], socket.socket(), select.epoll(), os.memfd_create("name"),
         os.open(".", os.O_DIRECTORY), os.open("/proc/self/status", os.O_RDONLY)]
for file in files:
    os.dup2(file if isinstance(file, int) else file.fileno(), 100)
    try:
        os.lseek(100, 0, os.SEEK_CUR)
    except OSError:
        pass
PY
"$DTRACE" -qn 'syscall::lseek:entry /pid == $target && arg0 == 100/ {
  printf("%s %s %s %d %d\n", fds[100].fi_pathname, fds[100].fi_name, fds[100].fi_fs,
      fds[100].fi_offset, (fds[100].fi_oflags & O_APPEND) != 0); }
  syscall::exit_group:entry /pid == $target/ { printf("%s %s %s %d\n", fds[999].fi_pathname,
      fds[999].fi_name, fds[999].fi_mount, fds[999].fi_oflags); }' -c 'python3 files.py' |
  sed -E "s|$PWD|HERE|; s|^HERE ${PWD##*/} |HERE . |; s/\[[0-9]+\]/[NUMBER]/g
    s|/proc/[0-9]+/|/proc/PID/|; /HERE|memfd/s/ [a-z0-9]+ (5 1|0 0)$/ FS \1/"
