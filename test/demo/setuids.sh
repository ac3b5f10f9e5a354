# One change of the user.
# @requires: root command:setpriv
. "$TESTDIR/demo"
demo process/setuids.d -c 'setpriv --reuid 65534 true'
awk 'NF { $1 = ""; print }' out
