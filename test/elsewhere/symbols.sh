# Variables of other kernels that scripts name, and the parts of descriptions that are elsewhere.
# @requires: symbol:__num_online_cpus symbol:avenrun
"$DTRACE" -qn 'BEGIN {
  printf("hz %d, a second of lbolt is %d\n", `hz, (`lbolt + `hz) * 10000000 > timestamp);
  printf("processors %d\n", `ncpus_online);
  printf("page %d %d\n", `_pagesize, 1 << `_pageshift);
  printf("system %s, release and node right %d %d\n", `utsname.sysname,
      `utsname.release == $$1, `utsname.nodename == $$2);
  printf("load %d\n", `hp_avenrun[0] == `avenrun[0] << 5);
  printf("memory %d\n", `physmem * `_pagesize / 1048576 > 512 && `freemem < `physmem);
  printf("process %d\n", `mpid >= $target);
  exit(0);
}' -c true "$(uname -r)" "$(uname -n)" >out 2>&1
sed -E "s/processors $(nproc)\$/processors all/" out
