/* What pcap() puts into its record: plain C, shared by bpf/ and libdtrace/output. */
#pragma once
#include <stdint.h>

struct dt_packet {
  uint64_t time;     /* ns since 1970-01-01 00:00 UTC */
  uint32_t captured; /* bytes of data */
  uint32_t length;   /* of the packet on the wire */
  uint8_t data[];
};
