# What scripts that print tables of memory name: Solaris' variables of swap, its interrupts, calls by names
# that only it has; a member that is not here is told once, with what to write.
# @requires: host
# @time: 60
"$DTRACE" -qn 'BEGIN {
  this->swap = (`availrmem - `swapfs_minfree > 0 ? `availrmem - `swapfs_minfree : 0) +
      `k_anoninfo.ani_phys_avail + `Asleep_availrmem;
  printf("swap %d %d\n", this->swap > 0, `k_anoninfo.ani_max * `_pagesize / 1024 == $1);
  printf("used %d\n", `k_anoninfo.ani_max - `k_anoninfo.ani_free == `k_anoninfo.ani_phys_resv);
  printf("whole %d %d\n", `physinstalled - `physmem, `nswapped);
  exit(0);
}' "$(awk '/^SwapTotal/ { print $2 }' /proc/meminfo)"
while :; do echo x >written; sync written; sleep 0.1; done & # the disk interrupts
writer=$!
"$DTRACE" -x compat=solaris -qn 'sdt:::interrupt-start /arg0 != 0/ { self->ts = timestamp; }
  sdt:::interrupt-complete /self->ts && stringof(args[0]->name) != ""/ { n++; self->ts = 0; }
  tick-10ms /n/ { printf("interrupts\n"); exit(0); } tick-20s { exit(1); }'
kill $writer
"$DTRACE" -qn 'syscall::openat64:entry /pid == $target/ { @[copyinstr(arg1)] = count(); }
  END { printa("%s %@d\n", @); }' -c 'cat /nonexistent' 2>/dev/null | grep nonexistent
"$DTRACE" -q -x compat=solaris -n 'syscall::pathconf:return, syscall::uucopystr:return, syscall::acl:return { }
  BEGIN { exit(0); }' 2>&1
"$DTRACE" -qn 'syscall:::entry { @[curthread->t_cpu->cpu_id] = count(); } END { printa("%d %@d\n", @); }' 2>&1 |
  sed 1d
exit 0
