# To give a file away takes capability 0 (CAP_CHOWN): root has it, another user has not.
# @requires: fbt guest
. "$TESTDIR/demo"
: >file
chmod 777 .
cat >work <<'W'
chown 1:1 file
setpriv --reuid 1 --clear-groups chown 2:2 file 2>/dev/null || su -s /bin/sh daemon -c 'chown 2:2 file' 2>/dev/null
true
W
demo process/capable.d -c 'bash work'
awk '$2 == "chown" && $3 == 0 { print ($1 > 0), $4 }' out | sort
