# Debian's PostgreSQL 15: a server of our own, traced while it works for a client: queries with their
# texts and times, transactions, a global of the server as an argument.
# @requires: root command:setpriv
# @alone: postgresql
# @time: 300
. "$TESTDIR/servers/postgresql"
"$DTRACE" -l -n "postgresql*:\"$bin/postgres\"::" | awk 'NR > 1 { print $NF }' | sort -u | wc -l
cat >work.sql <<'END'
create table t (n int);
insert into t select generate_series(1, 1000);
select count(*) from t where n > 10;
select count(*) from t where n > 10;
begin;
delete from t;
rollback;
checkpoint;
END
cp work.sql "$home"
"$DTRACE" -q -x strsize=80 -c "$client $home/work.sql" -n '
postgresql*:::query-start { self->begin = timestamp; }
postgresql*:::query-done
/self->begin/
{
	@queries[copyinstr(arg0)] = count();
	@short = min(timestamp - self->begin);
	@long = max(timestamp - self->begin);
	self->begin = 0;
}
postgresql*:::transaction-commit, postgresql*:::transaction-abort { @transactions[probename] = count(); }
postgresql*:::buffer-sync-done { buffers = arg0; }
END
{
	printa("%@d %s\n", @queries);
	printa("%s %@d\n", @transactions);
	printf("%d buffers\n", buffers);
	printa("between %@d ", @short);
	printa("and %@d ns\n", @long);
}' >out 2>&1
grep -E '^[0-9]+ (create|insert|select|begin|delete|rollback)' out | sort
# One more for each connection and background process.
awk '$1 == "transaction-commit" && $2 >= 5 { print "commits" } $1 == "transaction-abort" { print "aborts", $2 }' out
grep buffers out
awk '/^between/ && $2 > 1000 && $4 > $2 && $4 < 60000000000 { found = 1 } END { exit !found }' out || cat out
