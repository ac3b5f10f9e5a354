/* The same through a kprobe and a kretprobe. */
#define KPROBE
#include "fbt-pair.bpf.c"
