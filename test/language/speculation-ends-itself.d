/* One clause may speculate and commit, or commit several; a fault in a speculative clause leaves
 * nothing of it.
 * @dtrace-args: -q -x nspec=3
 * @filter: s/ID [0-9]+ \(/ID N (/ */
BEGIN { a = speculation(); b = speculation(); c = speculation(); }
BEGIN { speculate(a); printf("a\n"); }
BEGIN { speculate(b); printf("b\n"); }
BEGIN { speculate(c); printf("c%d\n", 1 + *(int *)0x10); }
BEGIN { speculate(c); printf("c2\n"); }
BEGIN { commit(b); commit(a); }
BEGIN { speculate(c); commit(c); }
BEGIN { d = speculation(); }
BEGIN { speculate(d); printf("d\n"); }
BEGIN { speculate(d); discard(d); }
BEGIN { commit(d); }
BEGIN { printf("end\n"); exit(0); }
