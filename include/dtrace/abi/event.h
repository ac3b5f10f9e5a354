/* Where an argument of a probe of sdt lies in the record that the kernel made of the event: a word,
 * made by libdtrace/providers and read, as a constant, by bpf/provider_sdt.c. */
#pragma once

enum dt_event_kind {
  DT_EVENT_UNSIGNED,          /* a number of 1, 2, 4 or 8 bytes */
  DT_EVENT_SIGNED,
  DT_EVENT_ADDRESS,           /* an array: the argument is where it lies */
  DT_EVENT_LOCATION,          /* 32 bits: length << 16 | offset of an array in the record */
  DT_EVENT_RELATIVE_LOCATION, /* the same, the offset from the end of these 32 bits */
  DT_EVENT_NONE,
};

#define DT_EVENT_WORD(kind, size, offset) ((kind) << 24 | (size) << 16 | (offset))
#define DT_EVENT_KIND(word) ((word) >> 24)
#define DT_EVENT_SIZE(word) ((word) >> 16 & 0xff)
#define DT_EVENT_OFFSET(word) ((word) & 0xffff)
