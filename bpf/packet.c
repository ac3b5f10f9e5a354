/* pcap(): a packet's bytes, from the kernel's struct sk_buff. */
#include "kernel_memory.h"

#include <dtrace/abi/packet.h>

extern const u32 dt_offset_sk_buff__len;
extern const u32 dt_offset_sk_buff__data_len;
extern const u32 dt_offset_sk_buff__data;

BUILTIN s64 dt_walltimestamp(struct dt_context *dc);

/* `size` bytes are at `to`. Only what lies in the buffer itself is copied, not what its pages hold. */
BUILTIN s64 dt_pcap(struct dt_context *dc, struct dt_packet *to, u32 size, s64 buffer) {
  const u32 length = read_half(buffer + dt_offset_sk_buff__len);
  const u64 data = read_word(buffer + dt_offset_sk_buff__data);
  u64 count = length - read_half(buffer + dt_offset_sk_buff__data_len);
  HIDE(count);
  if (count > size - sizeof *to)
    count = size - sizeof *to;
  to->time = dt_walltimestamp(dc);
  to->length = length;
  to->captured = count;
  if (!data || bpf_probe_read_kernel(to->data, count, (void *)data) != 0)
    dt_fault(dc, DT_FAULT_BADADDR, buffer);
  return 0;
}
