# Breakpoints: variables of a program by what touches them, all its threads and the kernel among that,
# its children not; an address; code; a variable of the kernel; more than the processor has.
# @filter: /^$/d
"$DTRACE" -qn 'watch$target:a.out:counter:w { printf("%d ", *(int *)copyin(arg0, 4)); }' -c watched
echo
"$DTRACE" -qn 'watch$target:a.out:total:w, watch$target:a.out:filled:w, watch$target:a.out:table+8:w4
  { @[probemod, probefunc, probename] = count(); } END { printa("%s %s %s %@d\n", @); }' -c watched
"$DTRACE" -qn 'watch$target:a.out:seen:rw, watch$target:a.out:marked:x { @[probefunc] = count(); }
  END { printa("%s %@d\n", @); }' -c watched
"$DTRACE" -qn 'watch$target:a.out:total:w { @[tid] = count(); @at[ufunc(uregs[R_PC])] = count(); }
  END { printa("%@d\n", @); printa("%A %@d\n", @at); }' -c watched
address=$("$DTRACE" -qn 'watch$target:a.out:counter:w { printf("0x%x", arg0); exit(0); }' -c watched)
"$DTRACE" -qn 'watch$target::'"$address"':w4 { @[arg0 == '"$address"', pid == $target] = count(); }
  END { printa("%d %d %@d\n", @); }' -c watched
"$DTRACE" -qn 'watch:vmlinux:jiffies:w /++n == 5/ { printf("%s jiffies\n", probemod); exit(0); }'
for i in $(seq 0 16); do printf 'watch$target:a.out:table+%d:w1%s' "$i" "$([ "$i" = 16 ] || echo ,)"; done >many
"$DTRACE" -qn "$(cat many) { }" -c watched 2>&1 | sed -n 's/.*: all/all/; s/:.*//p'
exit 0
