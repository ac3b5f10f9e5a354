# pr_flag and pr_name of threads: what a script from elsewhere asks of them.
"$DTRACE" -qn '
syscall::getppid:entry /pid == $target/ { printf("%d %d %s\n", curlwpsinfo->pr_flag & (PR_ISSYS | PR_IDLE | PR_STOPPED),
    curlwpsinfo->pr_stype == SOBJ_NONE, curlwpsinfo->pr_name); exit(0); }' -c getppid-once
