# A file that is there and one that is not.
# @requires: root
. "$TESTDIR/demo"
demo files/opensnoop.d -c 'cat /etc/passwd /nonexistent/file'
awk '$6 ~ /passwd|nonexistent/ { print $1, $3, ($4 >= 3), $5, $6 }' out
