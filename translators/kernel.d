/*
 * Types of the kernel's variables, which its own type data do not describe: `jiffies, `avenrun[0].
 * Another one is declared by the program that uses it, in the same way.
 */
extern unsigned long loops_per_jiffy;
extern int max_threads;
extern int pid_max;
extern int panic_timeout;
extern int panic_on_oops;
extern unsigned int cpu_khz;
extern unsigned int tsc_khz;
extern unsigned long min_low_pfn;
extern int overcommit_memory;
extern int sysctl_overcommit_memory;
extern int sysctl_overcommit_ratio;
extern int vm_swappiness;
extern int dirty_background_ratio;
extern int vm_dirty_ratio;
extern unsigned int dirty_writeback_interval;
extern unsigned int dirty_expire_interval;
extern long nr_swap_pages;
extern int page_group_by_mobility_disabled;
extern int console_printk[4];
extern int sysctl_tcp_mem[3];
extern unsigned int sysctl_sched_base_slice;
extern unsigned int sysctl_hung_task_timeout_secs;
extern char linux_banner[256];
extern char linux_proc_banner[256];
extern char *saved_command_line;
extern struct pid *cad_pid;
extern char boot_command_line[2048];
extern unsigned int system_state;
extern struct task_struct init_task;
extern struct mm_struct init_mm;
extern struct uts_namespace init_uts_ns;
extern struct pid_namespace init_pid_ns;
extern struct user_namespace init_user_ns;
extern struct net init_net;
extern struct list_head modules;
extern struct list_head super_blocks;
extern struct cpumask __cpu_online_mask;
extern struct cpumask __cpu_possible_mask;
extern atomic_long_t _totalram_pages;
extern atomic_long_t vm_zone_stat[16];
extern atomic_long_t vm_node_stat[64];
