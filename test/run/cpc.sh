# Software counters: each page fault of memory that is used for the first time; the CPU's clock.
# @time: 60
"$DTRACE" -qn 'cpc:::page_faults-all-1 /pid == $target/ { @ = count(); }
  END { printa("%@d", @); }' -c 'touch-pages 2000' 2>err |
  awk '$1 >= 2000 { print "faults" }'
"$DTRACE" -qn 'cpc:::context_switches-all-1 /pid == $target/ { @ = count(); }
  END { printa("%@d", @); }' -c 'sh -c "for i in 1 2 3 4 5; do sleep 0.01; done"' |
  awk '$1 >= 5 { print "switches" }'
# They are listed, by their provider and among all probes.
"$DTRACE" -lP cpc | grep -o 'page_faults-all-1000'
"$DTRACE" -l | grep -c 'cpc .*page_faults-all-1000'
