# How many probes there are in Debian's programs: all notes are places that are traced, and what is
# listed has a function and a name of its own (a function may have one probe at several places).
# @requires: root command:readelf
# @time: 120
library() { ldd "$1" 2>/dev/null | sed -nE "s/.*$2.*=> (\S+) .*/\1/p"; }
# Of the tracer's links, as the kernel tells it.
places() { sed -nE 's/^uprobe_cnt:\s+//p' /proc/"$1"/fdinfo/* 2>/dev/null | paste -sd+ | bc_of; }
bc_of() { read -r sum; echo $((sum)); }
missing=
row() { # PROVIDER FILE
  local notes listed tracer
  if ! [ -f "$2" ] || ! readelf -n "$2" 2>/dev/null | grep -q "Provider: $1"; then
    missing="$missing $1"
    return
  fi
  notes=$(readelf -n "$2" 2>/dev/null | grep -c "Provider: $1$")
  "$DTRACE" -l -n "$1*:\"$2\"::" >listed || cat listed
  listed=$(tail -n +2 listed | awk '{ print $2, $3, $4, $5 }' | sort -u | wc -l)
  : >ready
  "$DTRACE" -qn "$1*:\"$2\":: { n++; } BEGIN { printf(\"ready\\n\"); }" >ready 2>&1 &
  tracer=$!
  for i in $(seq 400); do grep -q ready ready && break; sleep 0.05; done
  echo "$1: $notes notes, $listed probes, $(places $tracer) places" >>table
  kill $tracer
  wait $tracer
}
row postgresql /usr/lib/postgresql/15/bin/postgres
row python /usr/bin/python3.11
row ruby "$(library "$(command -v ruby3.1)" libruby)"
row php "$(command -v php8.2)"
row libstdcxx "$(echo /usr/lib/*/libstdc++.so.6)"
grep -qv ' 0 places' table || { echo 'the kernel does not tell the places of a link'; exit 77; }
cat table
[ -z "$missing" ] || { echo "the machine has no program with probes of$missing"; exit 77; }
