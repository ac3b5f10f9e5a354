# Many rates at once: each fires on its own.
# @time: 60
probes='tick-50hz { @["tick-50hz"] = count(); }'
for rate in 7 11 13 17 19 23 29 31 37 41 43 47; do
  probes+=" tick-${rate}hz { @[\"tick-${rate}hz\"] = count(); } profile-${rate}hz { @p = count(); }"
done
"$DTRACE" -qn "$probes tick-2s { exit(0); }" | awk 'NF == 2 && $2 >= 10 { n++ } END { print n }'
