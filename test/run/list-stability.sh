# -lv: attributes and argument types of each probe.
"$DTRACE" -lvn syscall::read:entry | sed -E 's/^ *[0-9]+/ID/'
