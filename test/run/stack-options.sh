# stackframes, ustackframes and jstackframes say how deep stacks are that name no depth; stackindent
# how far they are indented.
probe='syscall::getppid:entry /pid == $target/'
count() { "$DTRACE" -q -c call-chain "$@" | grep -c '`'; }
count -x stackframes=2 -n "$probe { stack(); exit(0); }"
count -x ustackframes=2 -n "$probe { ustack(); exit(0); }"
count -x jstackframes=3 -n "$probe { jstack(); exit(0); }"
count -x jstackframes=3 -n "$probe { jstack(1); exit(0); }"
count -x stackframes=2 -n "$probe { @[stack()] = count(); exit(0); }"
count -x ustackframes=2 -n "$probe { @[ustack(), ustack(1)] = count(); exit(0); }"
"$DTRACE" -q -x stackindent=3 -c call-chain -n "$probe { stack(1); ustack(1); exit(0); }" |
  grep '`' | sed -E 's/^( *).*/\1|/'
