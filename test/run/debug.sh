# -x debug tells what is done, on standard error.
"$DTRACE" -qx debug -n 'BEGIN { trace(ENOENT); exit(0); }' 2>&1 >/dev/null | grep library |
  sed "s|library .*/|library |"
