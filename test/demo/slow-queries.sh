# A server of our own, a query that sleeps for 0.3 s, and others that do not.
# @requires: root command:setpriv
# @alone: postgresql
# @time: 200
. "$TESTDIR/demo"
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
printf '%s;\n' 'select 1' "select pg_sleep(0.3)" 'select 2' >"$home/work.sql"
demo programs/slow-queries.d -c "setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=$home \
  $bin/psql -q -h $home -U tester -d postgres -At -f $home/work.sql" 250
awk '/select/ && $6 >= 300 && $7 < 250 { print $8, $9, $10 } /select/ && $6 < 300 { print }' out
