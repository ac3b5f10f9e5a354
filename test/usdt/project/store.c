#include "store_probes.h"
#include "web.h"
#include <stdint.h>

static int64_t total = -5000000000;
static struct {
  unsigned low : 3;
  signed high : 5;
} bits = {5, -3};

void store_put(int n) {
  const int8_t i8 = (int8_t)(n - 2);
  const uint16_t u16 = (uint16_t)(65535 - n);
  int many[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, n + 11};
  STORE_PUT(i8, (uint8_t)200, (int16_t)-300, u16, n - 70000, 4000000000u, total, ~0ull);
  STORE_MANY(many[0], many[1], many[2], bits.low, bits.high, many[5], many[6], many[7], many[8],
             many[9], many[10], many[11]);
  total++;
}
