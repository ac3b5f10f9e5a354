/* A clause with speculate() alone speculates on the default action; a commit has no line of its own.
 * Stacks, prints of aggregations and several actions may be speculative.
 * @filter: s/^ +[0-9]+ +[0-9]+ /CPU ID / */
BEGIN { spec = speculation(); @count = count(); }
BEGIN { speculate(spec); }
BEGIN { speculate(spec); trace(1); printa("<%@d>", @count); trace("two"); }
BEGIN { commit(spec); }
BEGIN { exit(0); }
