# PostgreSQL's probes about queries: each says the query's text, typed by a provider file as well;
# sorts, buffers, transactions and locks with numbers that the statements decide; and the demo of
# slow queries, whose times are those that the statements take.
# @requires: root command:setpriv command:readelf
# @alone: postgresql
# @time: 300
. "$TESTDIR/servers/postgresql"
cat >"$home/work.sql" <<'END'
create table t (n int, text text);
insert into t select i, 'text ' || i from generate_series(1, 2000) i;
select /* mark */ n from t order by text desc limit 1;
begin;
lock table t in access exclusive mode;
commit;
END
cat >types.d <<'END'
provider postgresql {
	probe query__start(string); probe query__done(string);
	probe query__parse__start(string); probe query__parse__done(string);
	probe query__rewrite__start(string); probe query__rewrite__done(string);
	probe statement__status(string);
	probe sort__start(int, unsigned char, int, int, unsigned char, int);
	probe sort__done(unsigned char, long);
};
END
cat >trace.d <<'END'
postgresql*:::query-start, postgresql*:::query-done, postgresql*:::query-parse-start,
postgresql*:::query-parse-done, postgresql*:::query-rewrite-start, postgresql*:::query-rewrite-done,
postgresql*:::statement-status
/arg0 && strstr(copyinstr(arg0), "mark") != NULL/
{
	printf("%s: %s\n", probename, stringof(args[0]));
	self->marked = probename == "query-start" ? 1 : probename == "query-done" ? 0 : self->marked;
}
postgresql*:::query-plan-start, postgresql*:::query-plan-done, postgresql*:::query-execute-start,
postgresql*:::query-execute-done
/self->marked/
{
	printf("%s\n", probename);
}
postgresql*:::sort-start /self->marked/ { printf("sort type %d unique %d keys %d\n", args[0], args[1], args[2]); }
postgresql*:::sort-done /self->marked/ { printf("sorted outside %d space %s\n", args[0], args[1] > 0 ? "some" : "none"); }
postgresql*:::buffer-read-start /self->marked/ { @reads["buffer reads of fork", arg0] = count(); }
END
"$DTRACE" -q -x strsize=120 -c "$client $home/work.sql" -s types.d -s trace.d >out 2>&1
sed '/^$/d' out | grep -v 'buffer reads'
grep -q 'buffer reads of fork  *0 ' out || { echo 'no buffer was read'; cat out; }

echo '- slow queries'
cat >"$home/slow.sql" <<'END'
select 'quick' from t limit 1;
select 'slow', pg_sleep(0.4);
select 'slower', pg_sleep(0.8);
select 'quick' from t limit 1;
END
"$DTRACE" -qs "$TESTDIR/../../demo/programs/postgresql-queries.d" -c "$client $home/slow.sql" >out 2>&1
# The two that sleep take at least that, the others less.
awk '/^Slowest/ { on = 1; next } /^$/ { on = 0 }
  on && /slower/ { slower = $1 } on && /.slow\047/ { slow = $1 } on && /quick/ { quick = $1 }
  /query-plan-done|query-parse-done|query-execute-done/ { phases++ }
  END { print (slow >= 400000 && slow < slower && slower >= 800000 && quick > 0 && quick < 400000) ? "right" : "wrong", phases }' out |
  tee verdict
grep -q right verdict || cat out
