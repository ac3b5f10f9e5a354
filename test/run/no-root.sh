# Without the right to trace: one line that says what is needed, status 1.
# @requires: root command:setpriv
cp "$DTRACE" /tmp/dtrace-no-root-$$ && chmod 755 /tmp/dtrace-no-root-$$
setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set -all \
  /tmp/dtrace-no-root-$$ -n 'BEGIN { exit(0); }' >out 2>err
status=$?
rm -f /tmp/dtrace-no-root-$$
echo "status $status, $(wc -l <err) line"
grep -oiE 'root|CAP_BPF|CAP_PERFMON|tracefs' err | sort -u | tr '\n' ' '
echo
cat out
