# The calls of a known program below one of its functions.
# @requires: root
# @time: 60
"$DTRACE" -s "$TESTDIR/../../demo/programs/flow.d" -c call-chain 'chain::outermost(int)' 2>err |
  sed -nE 's/^ *[0-9]+ ( *(->|<-) \S+).*/\1/p'
