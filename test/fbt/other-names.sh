# A function that the kernel lists by another of its names is found by each of them, and is probed as
# the listed one. (Which of a system call's names are listed differs.)
# @requires: fbt symbol:__x64_sys_getppid
listed=$(awk '{ print $1 }' /sys/kernel/tracing/available_filter_functions | grep -E '^__(x64|ia32|do|se)_sys_getppid$')
[ "$(echo "$listed" | wc -l)" = 1 ] || { echo "listed by $(echo $listed)"; exit 77; }
for name in __x64_sys_getppid __ia32_sys_getppid; do
  "$DTRACE" -ln "fbt:vmlinux:$name:entry" | awk -v listed="$listed" 'NR == 2 { print $2, $4 == listed, $5 }'
  "$DTRACE" -qn "fbt::$name:return /pid == \$target/ { printf(\"%d\n\", arg1 == ppid); }" -c getppid-once
done
"$DTRACE" -ln fbt:ext4:__x64_sys_getppid:entry 2>&1 | grep -o 'does not match any probes'
