/* What an aggregation's value looks like in its map; one such value a CPU (and a key). Values only
 * grow (min and max excepted): clear() and trunc() are done by the consumer, which remembers what it
 * saw. All but count() begin with `stamp`: dt_state.generation at the last update. A min or max
 * whose stamp is older than the generation starts anew at the next update. stamp 0: never updated.
 *
 * Where it lies: without keys in the array map of the aggregation, element 0, at
 * cpu * stride (stride: value size rounded up to 64, CPUs rounded up to a power of two);
 * with keys in a per-CPU hash. */
#pragma once
#include <stdint.h>

struct dt_agg_count {
  uint64_t count;
};
struct dt_agg_scalar { /* sum, min, max */
  uint64_t stamp;
  int64_t value;
};
struct dt_agg_avg {
  uint64_t stamp;
  uint64_t count;
  int64_t total;
};
struct dt_agg_stddev {
  uint64_t stamp;
  uint64_t count;
  int64_t total;
  uint64_t squares_low, squares_high; /* 128-bit sum of squares */
};

/* quantize: bucket b holds values v with
 *   b == 63: v == 0;  b > 63: 2^(b-64) <= v < 2^(b-63);  b < 63: -2^(63-b) < v <= -2^(62-b). */
#define DT_QUANTIZE_BUCKETS 127
#define DT_QUANTIZE_ZERO 63
struct dt_agg_quantize {
  uint64_t stamp;
  int64_t buckets[DT_QUANTIZE_BUCKETS];
};

/* lquantize: buckets[0] below `low`, buckets[levels + 1] at or above `high`; levels =
 * (high - low + step - 1) / step. llquantize: buckets[0] below factor^low, then `steps` steps a
 * magnitude as in Guide's description, the last one at or above factor^(high + 1). */
struct dt_agg_buckets {
  uint64_t stamp;
  int64_t buckets[];
};

/* A magnitude of llquantize: values from `from` on lie in buckets from number `bucket` on, each `step`
 * wide, up to the next magnitude. The last one is the last bucket. */
struct dt_magnitude {
  int64_t from, step;
  uint64_t bucket;
};
