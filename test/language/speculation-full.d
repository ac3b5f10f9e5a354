/* specsize bounds a speculation; what it held is committed all the same. Drops are counted even if it
 * is discarded in the end.
 * @dtrace-args: -q -x specsize=64 */
BEGIN { spec = speculation(); }
BEGIN { speculate(spec); printf("%d\n", 1); }
BEGIN { speculate(spec); printf("%d\n", 2); }
BEGIN { speculate(spec); printf("%d\n", 3); }
BEGIN { speculate(spec); printf("%d %s\n", 4, execname); trace(execname); trace(execname); }
BEGIN { speculate(spec); printf("%d\n", 5); }
BEGIN { commit(spec); }
BEGIN { next = speculation(); }
BEGIN { speculate(next); trace(execname); trace(execname); trace(execname); trace(execname); }
BEGIN { discard(next); exit(0); }
