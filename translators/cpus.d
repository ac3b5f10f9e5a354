/*
 * CPUs: cpuinfo_t, made from a CPU's number. Linux has no processor sets: cpu_pset is PS_NONE. A
 * locality group is a NUMA node.
 */
typedef struct processor_info {
	int pi_state;			/* P_ONLINE */
	char pi_processor_type[16];
	char pi_fputypes[32];
	int pi_clock;			/* MHz; 0: not known */
} processor_info_t;

typedef struct cpuinfo {
	processorid_t cpu_id;
	psetid_t cpu_pset;
	chipid_t cpu_chip;		/* physical package */
	lgrp_id_t cpu_lgrp;
	processor_info_t cpu_info;
} cpuinfo_t;

inline int P_ONLINE = 2;
inline processorid_t PBIND_NONE = -1;
inline psetid_t PS_NONE = -1;

translator processor_info_t < processorid_t C > {
	pi_state = P_ONLINE;
	pi_processor_type = __has_type(struct cpuinfo_x86) ? "x86_64" : "aarch64";
	pi_fputypes = "";
	pi_clock = 0;
};

translator cpuinfo_t < processorid_t C > {
	cpu_id = C;
	cpu_pset = PS_NONE;
	cpu_chip = __cpu_chip(C);
	cpu_lgrp = __cpu_node(C);
	cpu_info = xlate <processor_info_t> (C);
};
