# With CAP_BPF and CAP_PERFMON alone (what setcap gives a binary) the links of /proc/PID/map_files can
# not be followed: the program's functions and USDT probes are found by path.
# @requires: root command:setpriv command:gcc
folder=$(mktemp -d "${TMPDIR:-/tmp}/caps-XXXXXX") && trap 'rm -rf "$folder"' EXIT
cp "$DTRACE" "$folder"/dtrace && chmod 755 "$folder" "$folder"/dtrace && cd "$folder" || exit
mkdir hidden && cat >called.c <<'END'
__attribute__((noinline)) void shown(void) { __asm__ volatile(""); }
int main(void) { shown(); return 0; }
END
gcc -O1 called.c -o called && cp called hidden && chmod 755 called hidden/called || exit
as_nobody() {
  setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps -all,+bpf,+perfmon \
    --ambient-caps -all,+bpf,+perfmon --bounding-set -all,+bpf,+perfmon --no-new-privs "$@" 2>&1
}
as_nobody ./dtrace -qn 'pid$target:a.out:shown:entry { printf("%s\n", probefunc); }' -c ./called
# A file that may not be looked at: what is missing is named.
exec 3<hidden/called && chmod 700 hidden
as_nobody ./dtrace -qn 'pid$target:a.out:shown:entry { }' -c /proc/self/fd/3 | grep -o 'failed to open.*\|CAP_CHECKPOINT_RESTORE' | sed "s,$folder/,,"
