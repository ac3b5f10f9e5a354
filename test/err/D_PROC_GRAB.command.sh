"$DTRACE" -x errtags -p 2147483647 -n BEGIN && exit 1
true
