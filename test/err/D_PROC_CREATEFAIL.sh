"$DTRACE" -x errtags -c /nonexistent/program -n BEGIN && exit 1
"$DTRACE" -x errtags -c "sleep '1" -n BEGIN && exit 1
true
