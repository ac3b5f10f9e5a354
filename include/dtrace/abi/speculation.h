/* Map `dt_speculations`: one element for each speculation that may be active at once (nspec). */
#pragma once
#include <stdint.h>

/* What dt_speculate() says of an id. */
enum dt_speculation_answer {
  DT_SPECULATION_IDLE = 0,    /* 0, or no longer active */
  DT_SPECULATION_TAKEN = 1,
  DT_SPECULATION_FULL = 2,    /* no room for the record */
  DT_SPECULATION_UNKNOWN = 3, /* speculation() never gave it */
};

struct dt_speculation {
  uint64_t active; /* its id; 0: idle */
  uint64_t last;   /* the id given last; 0: none yet. The next one is nspec more, so that an id */
                   /* tells its place, and no id is given twice */
  uint64_t bytes;  /* recorded since speculation() */
  uint64_t records; /* of these bytes */
};
