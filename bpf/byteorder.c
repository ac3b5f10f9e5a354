/* htons() and the like (Guide: Subroutines). */
#include "context.h"

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SWAP16(x) __builtin_bswap16(x)
#define SWAP32(x) __builtin_bswap32(x)
#define SWAP64(x) __builtin_bswap64(x)
#else
#define SWAP16(x) (x)
#define SWAP32(x) (x)
#define SWAP64(x) (x)
#endif

#define SWAPPER(name, type, swap)                                                                  \
  BUILTIN s64 name(struct dt_context *dc, s64 value) {                                             \
    (void)dc;                                                                                      \
    return (type)swap((type)value);                                                                \
  }

SWAPPER(dt_htons, u16, SWAP16)
SWAPPER(dt_ntohs, u16, SWAP16)
SWAPPER(dt_htonl, u32, SWAP32)
SWAPPER(dt_ntohl, u32, SWAP32)
SWAPPER(dt_htonll, u64, SWAP64)
SWAPPER(dt_ntohll, u64, SWAP64)
