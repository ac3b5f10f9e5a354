/*
 * @dtrace-args: -q
 * @filter: s/probe ID [0-9]+/probe ID N/
 * setopt() takes any string; a bad name or value is reported when it runs, and tracing goes on.
 */
BEGIN { @a["x"] = sum(1); @a["y"] = sum(2); @b["x"] = sum(9); @b["y"] = sum(5); position = 1; }
BEGIN { setopt("aggsortpos", lltostr(position)); printa("%s %@d %@d\n", @a, @b); }
BEGIN { setopt("nosuchoption"); }
BEGIN { setopt("aggrate", "lots"); }
BEGIN { printf("still here\n"); exit(0); }
