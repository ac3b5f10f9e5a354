# A library that names what this kernel lacks - a type, a member, a tracepoint - takes away its own
# probes alone.
# @time: 60
cp -r "${DTRACE_OPT_SYSLIBDIR:-$TESTDIR/../../translators}" libraries
unset DTRACE_OPT_SYSLIBDIR
sed -i 's/struct request /struct request_of_nobody /g' libraries/io.d
sed -i 's/rawtp:::task_newtask/rawtp:::task_of_nobody/' libraries/proc.d
sed -i 's/T->exit_state/T->member_of_nobody/' libraries/processes.d
run() { "$DTRACE" -x syslibdir=libraries -q "$@" 2>&1; }
compile() { run -e "$@" | head -2; }
run -n 'BEGIN { printf("hello\n"); exit(0); }'
compile -n 'io:::start { }'
compile -n 'io:::start { trace(args[0]->b_blkno); }'
compile -n 'proc:::create { }'
run -n 'proc:::exit /pid == $target/ { printf("exit %d\n", args[0]); }' -c true | grep exit
compile -n 'proc:::signal-send { trace(args[0]->pr_state); }'
run -n 'sched:::off-cpu /pid == $target/ { known += args[1]->pr_pid >= 0; } END { printf("sched %d\n", known > 0); }' -c 'sleep 0.1' | grep sched
"$DTRACE" -x syslibdir=libraries -l -P io -P proc 2>&1 | awk 'NR > 1 { if (!seen[$2, $NF]++) n[$2]++; all = all " " $NF } END { print n["io"] + 0, all ~ / create/, all ~ / exec-success/ }'
exit 0
