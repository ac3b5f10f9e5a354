# @time: 600
awk 'BEGIN { for (i = 0; i < 65536; i++) print "BEGIN{}" }' >many.d
"$DTRACE" -x errtags -es many.d && exit 1
true
