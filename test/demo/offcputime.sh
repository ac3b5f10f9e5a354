# A program that sleeps for 0.3 s, by the stack where it does.
# @requires: root
# @time: 60
. "$TESTDIR/demo"
demo cpu/offcputime.d -c 'sleep 0.3'
awk '/^[a-z-]+$/ { program = $0; asleep = 0 }
  /`do_nanosleep/ { asleep = 1 }
  / us$/ && program == "sleep" && asleep { us += $1 }
  END { print (us >= 300000 ? "slept 0.3 s" : us " us") }' out
