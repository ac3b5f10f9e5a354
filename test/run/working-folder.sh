# A script that takes openat's folder for open's path: one message, with what to do, not one a call.
# @requires: root command:python3.11
"$DTRACE" -qn 'syscall::openat:entry /pid == $target && (int)arg0 == -100/ { @[copyinstr(arg0)] = count(); n++; }
  dtrace:::ERROR { errors++; } END { printf("%s\n", errors >= 20 ? "many" : "few"); }' \
  -c 'python3.11 -c "for i in range(20): open(\"/dev/null\").close()"' 2>messages
grep -c 'error in clause' messages
grep -o 'say which by -x compat=.*' messages
