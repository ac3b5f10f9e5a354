#include "plug.h"
__attribute__((constructor)) static void made(void) { PLUG_MADE(7, "loaded"); }
int run(int n) {
  if (!PLUG_WORK_ENABLED())
    return 0;
  PLUG_WORK(n, (signed char)-n);
  return 1;
}
