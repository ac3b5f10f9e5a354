"$DTRACE" -x errtags -p 12x -n BEGIN && exit 1
true
