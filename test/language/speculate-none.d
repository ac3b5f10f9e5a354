/*
 * @dtrace-args: -q -x nspec=1
 * speculate(0) ends the clause; an id that speculation() never gave is an illegal operation.
 */
dtrace:::ERROR { printf("fault %d\n", arg4); }
BEGIN { first = speculation(); second = speculation(); steps = 0; }
BEGIN { speculate(second); printf("never seen\n"); steps++; }
BEGIN { speculate(99); steps++; }
BEGIN { speculate(first); steps++; }
BEGIN { printf("%d %d\n", second, steps); exit(0); }
