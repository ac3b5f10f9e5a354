/*
 * Variables that scripts know from other kernels, as `name, computed from what Linux provides. `hz
 * and `lbolt go together; Linux's own ticks are not visible. `hp_avenrun has 65536 for a load of 1,
 * the kernel's `avenrun has 2048. A script that declares one with extern means the kernel's own.
 */
inline int __symbol_hz = 100;
inline int64_t __symbol_lbolt = timestamp / 10000000;
inline int64_t __symbol_lbolt64 = timestamp / 10000000;
inline int __symbol_ticks = (int)(timestamp / 10000000);
inline int __symbol_nsec_per_tick = 10000000;
inline int __symbol_usec_per_tick = 10000;

/*
 * What user land knows of the machine, by the numbers of state.h: dtrace keeps it up to date in memory
 * that programs read, as not every kernel lists its variables.
 */
inline int __symbol_ncpus_online = __machine(3);
inline int __symbol_ncpus = __machine(3);
inline int __symbol_mp_ncpus = __machine(3);
inline int __symbol_real_ncpus = __machine(3);
inline int __symbol_max_ncpus = __machine(4);
inline int __symbol_nr_cpu_ids = __machine(4);

inline int __symbol_pagesize = __machine(11);
inline int __symbol__pagesize = __machine(11);
inline int __symbol__pageshift = 12;
inline unsigned long __symbol_physmem = __machine(5);
inline unsigned long __symbol_freemem = __machine(6);
inline unsigned long __symbol_max_pfn = __machine(7);
inline unsigned long __symbol_total_forks = __machine(8);
inline int __symbol_nr_threads = __machine(9);
inline int64_t __symbol_boot_time = __machine(10);
inline unsigned long __symbol_jiffies = __jiffies();
inline uint64_t __symbol_jiffies_64 = __jiffies();

/* include/linux/sched/loadavg.h: the kernel's numbers have 11 bits behind the point. */
inline unsigned long __symbol_avenrun[int N] = __machine(N);
inline unsigned long __symbol_hp_avenrun[int N] = __machine(N) << 5;
inline unsigned long __symbol_averunnable[int N] = __machine(N);

inline struct new_utsname __symbol_utsname = curthread->nsproxy->uts_ns->name;
inline string __symbol_hostname = stringof(curthread->nsproxy->uts_ns->name.nodename);
inline string __symbol_osrelease = stringof(curthread->nsproxy->uts_ns->name.release);

/* The last process number given, in the current process's name space */
inline int __symbol_mpid = curthread->nsproxy->pid_ns_for_children->idr.idr_next - 1;
inline int __symbol_pidmax = curthread->nsproxy->pid_ns_for_children->pid_max;

inline int __symbol_panicstr = 0;
inline int __symbol_kmem_flags = 0;
inline int __symbol_crashing_cpu = -1;	/* of a crash, when nobody can trace */
inline int __symbol_cold = 0;
inline int __symbol_bootverbose = 0;

/* By Solaris' names of machines and of what they run */
inline string __symbol_architecture = __has_type(struct cpuinfo_x86) ? "amd64" : "aarch64";
inline string __symbol_platform = __has_type(struct cpuinfo_x86) ? "i86pc" : "armv8";
inline string __symbol_isa_list =
    __has_type(struct cpuinfo_x86) ? "amd64 i386" : "aarch64";
inline string __symbol_hw_provider = "Linux";
inline string __symbol_hw_serial = "0";
inline string __symbol_srpc_domain =
    stringof(curthread->nsproxy->uts_ns->name.domainname);
inline string __symbol_ostype = stringof(curthread->nsproxy->uts_ns->name.sysname);
inline string __symbol_version = stringof(curthread->nsproxy->uts_ns->name.version);
inline string __symbol_machine = stringof(curthread->nsproxy->uts_ns->name.machine);
inline int __symbol__ncpu = __machine(3);
inline unsigned long __symbol_total_pages = __machine(5);
inline unsigned long __symbol_maxmem = __machine(5);
inline unsigned long __symbol_availrmem = __machine(6);
/* Memory and swap as Solaris counts them, in pages: none of it is kept back, no process is swapped out
 * whole. */
inline unsigned long __symbol_physinstalled = __machine(5);
inline unsigned long __symbol_swapfs_minfree = 0;
inline unsigned long __symbol_swapfs_reserve = 0;
inline unsigned long __symbol_Asleep_availrmem = 0;
inline unsigned long __symbol_pages_locked = 0;
inline unsigned long __symbol_kpages_locked = 0;
inline int __symbol_nswapped = 0;
struct k_anoninfo {
	unsigned long ani_max, ani_free, ani_phys_resv, ani_mem_resv, ani_locked_swap;
	unsigned long ani_phys_max, ani_phys_avail, ani_mem_locked;
};
translator struct k_anoninfo < void *A > {
	ani_max = __machine(12);
	ani_free = __machine(13);
	ani_phys_resv = __machine(12) - __machine(13);
	ani_mem_resv = 0;
	ani_locked_swap = 0;
	ani_phys_max = __machine(12);
	ani_phys_avail = __machine(13);
	ani_mem_locked = 0;
};
inline struct k_anoninfo __symbol_k_anoninfo = xlate <struct k_anoninfo>((void *)NULL);
inline int __symbol_maxpid = curthread->nsproxy->pid_ns_for_children->pid_max;
inline int __symbol_maxproc = curthread->nsproxy->pid_ns_for_children->pid_max;
inline int __symbol_max_nprocs = curthread->nsproxy->pid_ns_for_children->pid_max;
