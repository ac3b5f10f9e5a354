/* Network addresses as text: inet_ntoa(), inet_ntoa6(), inet_ntop(), link_ntop(). */
#include "kernel_memory.h"
#include "output.h"

#define AF_INET 2
#define AF_INET6 10
#define ARPHRD_ETHER 1
#define ARPHRD_INFINIBAND 32

inline_ int read_address(struct dt_context *dc, void *to, u32 size, s64 address) {
  if (read_anywhere(to, size, address) == 0)
    return 1;
  dt_fault(dc, DT_FAULT_BADADDR, address);
  return 0;
}

inline_ void put_ipv4(struct output *output, const u8 *bytes) {
  for (u32 i = 0; i < 4; i++) {
    if (i)
      put(output, '.');
    put_byte(output, bytes[i]);
  }
}

inline_ void put_group(struct output *output, u32 group) {
  if (group >> 12)
    put(output, hex_digit(group >> 12));
  if (group >> 8)
    put(output, hex_digit(group >> 8));
  if (group >> 4)
    put(output, hex_digit(group >> 4));
  put(output, hex_digit(group));
}

inline_ u32 group_at(const u8 *bytes, u32 i) {
  return bytes[2 * i] << 8 | bytes[2 * i + 1];
}

struct runs { /* in memory that the verifier does not follow, as in output.h */
  volatile u32 now;           /* length of the run of zeros under way */
  volatile u32 begin, length; /* the longest, the first of these; length 0: none */
};

inline_ void find_longest_run(struct runs *runs, const u8 *bytes) {
  runs->now = runs->begin = runs->length = 0;
  for (u32 i = 0; i < 8; i++) {
    runs->now = group_at(bytes, i) ? 0 : runs->now + 1;
    if (runs->now > runs->length && runs->now > 1) {
      runs->length = runs->now;
      runs->begin = i + 1 - runs->now;
    }
  }
}

inline_ int is_mapped_ipv4(struct runs *runs, const u8 *bytes) {
  return runs->begin == 0 &&
         (runs->length == 6 || (runs->length == 5 && group_at(bytes, 5) == 0xffff));
}

/* As inet_ntop(3): RFC 5952, the last 32 bits with dots where IPv4 is mapped. */
inline_ void put_ipv6(struct output *output, const u8 *bytes) {
  struct runs *runs = (struct runs *)(output + 1);
  find_longest_run(runs, bytes);
  for (u32 i = 0; i < 8; i++) {
    if (runs->length && i == runs->begin)
      put(output, ':');
    if (i >= runs->begin && i < runs->begin + runs->length)
      continue;
    if (i)
      put(output, ':');
    if (i == 6 && is_mapped_ipv4(runs, bytes)) {
      put_ipv4(output, bytes + 12);
      return;
    }
    put_group(output, group_at(bytes, i));
  }
  if (runs->length && runs->begin + runs->length == 8)
    put(output, ':');
}

BUILTIN s64 dt_inet_ntoa(struct dt_context *dc, char *to, u32 to_size, s64 address) {
  struct output *output = start_output(dc);
  u8 bytes[4];
  to[0] = 0;
  if (!read_address(dc, bytes, sizeof bytes, address))
    return 0;
  put_ipv4(output, bytes);
  return finish_output(output, to, to_size);
}
USES_SCRATCH(dt_inet_ntoa, 4);

BUILTIN s64 dt_inet_ntoa6(struct dt_context *dc, char *to, u32 to_size, s64 address) {
  struct output *output = start_output(dc);
  u8 bytes[16];
  to[0] = 0;
  if (!read_address(dc, bytes, sizeof bytes, address))
    return 0;
  put_ipv6(output, bytes);
  return finish_output(output, to, to_size);
}
USES_SCRATCH(dt_inet_ntoa6, 4);

BUILTIN s64 dt_inet_ntop(struct dt_context *dc, char *to, u32 to_size, s64 family, s64 address) {
  if (family == AF_INET)
    return dt_inet_ntoa(dc, to, to_size, address);
  if (family == AF_INET6)
    return dt_inet_ntoa6(dc, to, to_size, address);
  to[0] = 0;
  dt_fault(dc, DT_FAULT_ILLOP, 0);
  return 0;
}
USES_SCRATCH(dt_inet_ntop, 4);

inline_ s64 link_text(struct dt_context *dc, char *to, u32 to_size, s64 address, u32 count) {
  struct output *output = start_output(dc);
  u8 bytes[20];
  to[0] = 0;
  if (!read_address(dc, bytes, count, address))
    return 0;
  for (u32 i = 0; i < count; i++) {
    if (i)
      put(output, ':');
    put(output, hex_digit(bytes[i] >> 4));
    put(output, hex_digit(bytes[i]));
  }
  return finish_output(output, to, to_size);
}

BUILTIN s64 dt_link_ntop(struct dt_context *dc, char *to, u32 to_size, s64 type, s64 address) {
  if (type == ARPHRD_ETHER)
    return link_text(dc, to, to_size, address, 6);
  if (type == ARPHRD_INFINIBAND)
    return link_text(dc, to, to_size, address, 20);
  to[0] = 0;
  dt_fault(dc, DT_FAULT_ILLOP, 0);
  return 0;
}
USES_SCRATCH(dt_link_ntop, 4);
