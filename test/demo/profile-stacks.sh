# A program that computes for 0.5 s in one function is seen there about a hundred times.
# @requires: root
# @time: 120
. "$TESTDIR/demo"
demo cpu/profile-stacks.d -c 'busy 500'
awk '/^In programs/ { user = 1 } /^[a-z-]+$/ { program = $0; stack = "" } /`/ { stack = stack " " $1 }
  /^ +[0-9]+$/ && user && program == "busy" { if (stack ~ /^ busy`spin.* busy`main/) n += $1 }
  END { print (n >= 40 && n < 130 ? "in spin() below main()" : n " times") }' out
