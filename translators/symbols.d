/*
 * Variables that scripts know from other kernels, as `name: what they tell, got from Linux. `hz and
 * `lbolt go together; Linux's own ticks are not told. `hp_avenrun has 65536 for a load of 1, the
 * kernel's `avenrun has 2048. A script that declares one with extern means the kernel's own.
 */
inline int __symbol_hz = 100;
inline int64_t __symbol_lbolt = timestamp / 10000000;
inline int64_t __symbol_lbolt64 = timestamp / 10000000;
inline int __symbol_ticks = (int)(timestamp / 10000000);
inline int __symbol_nsec_per_tick = 10000000;
inline int __symbol_usec_per_tick = 10000;

/* include/linux/cpumask.h: of the kernel's own count */
inline int __symbol_ncpus_online = *(int *)&`__num_online_cpus;
inline int __symbol_ncpus = *(int *)&`__num_online_cpus;
inline int __symbol_mp_ncpus = *(int *)&`__num_online_cpus;
inline int __symbol_max_ncpus = *(unsigned int *)&`nr_cpu_ids;

inline int __symbol_pagesize = 4096;
inline int __symbol__pagesize = 4096;
inline int __symbol__pageshift = 12;
inline unsigned long __symbol_physmem = *(unsigned long *)&`_totalram_pages;
inline unsigned long __symbol_freemem = *(unsigned long *)&`vm_zone_stat;

/* include/linux/sched/loadavg.h: the kernel's numbers have 11 bits behind the point. */
inline unsigned long __symbol_hp_avenrun[int N] = ((unsigned long *)&`avenrun)[N] << 5;
inline unsigned long __symbol_averunnable[int N] = ((unsigned long *)&`avenrun)[N];

inline struct new_utsname __symbol_utsname = curthread->nsproxy->uts_ns->name;
inline string __symbol_hostname = stringof(curthread->nsproxy->uts_ns->name.nodename);
inline string __symbol_osrelease = stringof(curthread->nsproxy->uts_ns->name.release);

/* The last process number given, in the current process's name space */
inline int __symbol_mpid = curthread->nsproxy->pid_ns_for_children->idr.idr_next - 1;
inline int __symbol_pidmax = curthread->nsproxy->pid_ns_for_children->pid_max;

inline int __symbol_panicstr = 0;
inline int __symbol_kmem_flags = 0;
