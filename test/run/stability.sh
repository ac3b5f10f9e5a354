# -v: the least stable of the probes that each program enables, and of what its clauses use.
echo 'BEGIN { trace(pid); } BEGIN { trace(curthread); }' >script.d
"$DTRACE" -eqvs script.d -n 'BEGIN { trace(cgroup); }'
"$DTRACE" -qx verbose -n 'BEGIN { exit(0); }' | head -3
# What a program says of its own names.
echo 'int mine;
#pragma D attributes Unstable/Evolving/ISA mine
BEGIN { mine = 1; trace(pid); exit(0); }' >own.d
"$DTRACE" -eqvs own.d | tail -n 5
# Of what the Guide says of the provider of profile and tick probes.
"$DTRACE" -qe -x amin=Evolving/Evolving/Common -n 'tick-1s, profile-97 { trace(arg0); }' && echo evolving
