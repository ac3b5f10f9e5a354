/* The kernel's helper functions, by number (include/uapi/linux/bpf.h: ___BPF_FUNC_MAPPER). */
#pragma once
#include <stdint.h>

/* The result is the same throughout one firing: calls may be merged, or dropped when unused. */
#define CONSTANT_ __attribute__((const))

static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value,
                                   uint64_t flags) = (void *)2;
static long (*const bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static uint64_t (*const bpf_ktime_get_ns)(void) = (void *)5;
static uint32_t (*const bpf_get_prandom_u32)(void) = (void *)7;
static uint32_t (*const bpf_get_smp_processor_id)(void) CONSTANT_ = (void *)8;
static uint64_t (*const bpf_get_current_pid_tgid)(void) CONSTANT_ = (void *)14;
static uint64_t (*const bpf_get_current_uid_gid)(void) CONSTANT_ = (void *)15;
static long (*const bpf_get_current_comm)(void *buf, uint32_t size) = (void *)16;
static uint64_t (*const bpf_get_current_task)(void) CONSTANT_ = (void *)35;
static long (*const bpf_probe_write_user)(void *dst, const void *src, uint32_t size) = (void *)36;
static long (*const bpf_get_stack)(void *ctx, void *buf, uint32_t size, uint64_t flags) = (void *)67;
static long (*const bpf_send_signal)(uint32_t sig) = (void *)109;
static long (*const bpf_probe_read_user)(void *dst, uint32_t size, const void *src) = (void *)112;
static long (*const bpf_probe_read_kernel)(void *dst, uint32_t size, const void *src) = (void *)113;
static long (*const bpf_probe_read_user_str)(void *dst, uint32_t size, const void *src) = (void *)114;
static long (*const bpf_probe_read_kernel_str)(void *dst, uint32_t size, const void *src) = (void *)115;
static uint64_t (*const bpf_jiffies64)(void) = (void *)118;
static long (*const bpf_copy_from_user)(void *dst, uint32_t size, const void *src) = (void *)148;
static long (*const bpf_ringbuf_output)(void *map, const void *data, uint64_t size,
                                   uint64_t flags) = (void *)130;
static void *(*const bpf_ringbuf_reserve)(void *map, uint64_t size, uint64_t flags) = (void *)131;
static void (*const bpf_ringbuf_submit)(void *data, uint64_t flags) = (void *)132;
static void (*const bpf_ringbuf_discard)(void *data, uint64_t flags) = (void *)133;
static void *(*const bpf_task_storage_get)(void *map, void *task, void *value,
                                     uint64_t flags) = (void *)156;
static long (*const bpf_task_storage_delete)(void *map, void *task) = (void *)157;
static void *(*const bpf_get_current_task_btf)(void) = (void *)158;
static void *(*const bpf_task_pt_regs)(void *task) = (void *)175;
static uint64_t (*const bpf_get_current_cgroup_id)(void) = (void *)80;
static uint64_t (*const bpf_get_func_ip)(void *ctx) = (void *)173;
static uint64_t (*const bpf_get_attach_cookie)(void *ctx) = (void *)174;
static long (*const bpf_loop)(uint32_t times, void *callback, void *ctx, uint64_t flags) = (void *)181;
