/* Map `dt_speculations`: one element for each speculation that may be active at once (nspec). */
#pragma once
#include <stdint.h>

struct dt_speculation {
  uint64_t active; /* its id; 0: idle */
  uint64_t last;   /* the id given last; 0: none yet. The next one is nspec more, so that an id */
                   /* tells its place, and no id is given twice */
  uint64_t bytes;  /* recorded since speculation() */
  uint64_t records; /* of these bytes */
};
