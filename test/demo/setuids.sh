# One change of the user.
# @requires: root command:setpriv
. "$TESTDIR/demo"
demo process/setuids.d -c 'setpriv --reuid 65534 true'
# Some systems' `true` changes its user, too.
awk '$2 == "COMM" || $2 == "setpriv" { $1 = ""; print }' out
