# A service manager is told once, when the probes are attached: at a path, and at a name without a file.
# @requires: root command:python3
# @time: 60
fail() { echo "$*"; exit 1; }
for where in "$PWD/socket" "@dtrace-notify-test-$$"; do
  python3 - "$where" "$DTRACE" <<'P' || fail "$where"
import os, socket, subprocess, sys
where, dtrace = sys.argv[1:]
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind("\0" + where[1:] if where[0] == "@" else where)
program = "syscall::getppid:entry /pid == $1/ { seen = 1; exit(0); } END { printf(\"%d\", seen); }"
def start(text): return subprocess.Popen([dtrace, "-qn", text, str(os.getpid())], env={**os.environ, "NOTIFY_SOCKET": where}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
tracer = start(program)
assert manager.recv(100) == b"READY=1"
os.getppid()  # is seen: the probe is attached by now
assert tracer.communicate()[0].strip() == b"1"
assert start("nosuch:::x {}").wait() == 1
manager.setblocking(False)
try:
    print("told again:", manager.recv(100))
    sys.exit(1)
except BlockingIOError: pass
P
done
# Nobody listens, or it is no name: all the same.
for where in "$PWD/nowhere" nonsense '' "/$(printf '%0200d' 0)"; do
  NOTIFY_SOCKET=$where "$DTRACE" -qn 'BEGIN { exit(0); }' >out 2>&1 || fail "$where"
done
