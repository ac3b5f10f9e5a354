# What 500 pages more of fresh memory cause: 500 faults more.
# @requires: root
. "$TESTDIR/demo"
faults() {
  demo memory/page-faults.d -c "touch-pages $1"
  awk '$3 == "touch-pages" && $4 == "user" { print $1 }' out
}
few=$(faults 1)
many=$(faults 501)
[ $((many - few)) -ge 485 ] && [ $((many - few)) -le 515 ] && echo 500 || echo "$few, $many"
