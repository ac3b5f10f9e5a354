# Debian's PostgreSQL 15: a server of our own, traced while it works for a client: queries with their
# texts and times, transactions, a global of the server as an argument.
# @requires: root command:setpriv
# @time: 300
bin=/usr/lib/postgresql/15/bin
[ -x $bin/initdb ] && readelf -n $bin/postgres 2>/dev/null | grep -q 'Provider: postgresql' ||
  { echo 'the machine has no PostgreSQL 15'; exit 77; }
id nobody >/dev/null 2>&1 || { echo 'the machine has no user nobody'; exit 77; }
home=$(mktemp -d /tmp/dtrace-postgresql-XXXXXX)
chown nobody "$home"
as() { (cd "$home" && setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$home" "$@"); }
trap 'as $bin/pg_ctl -D db -m immediate stop >/dev/null 2>&1; rm -rf "$home"' EXIT
as $bin/initdb -D db -A trust -U tester --no-sync >log 2>&1 || { cat log; exit 1; }
as $bin/pg_ctl -D db -w -l server.log -o "-c listen_addresses= -k $home -c autovacuum=off -c fsync=off" \
  start >log 2>&1 || { cat log; exit 1; }
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
"$DTRACE" -q -x strsize=80 -c "setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=$home \
  $bin/psql -q -h $home -U tester -d postgres -At -f $home/work.sql" -n '
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
