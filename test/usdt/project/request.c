#include "web.h"
#include "web_probes.h"
#include <stdio.h>
#include <string.h>

int handle(int id, const char *path) {
  WEB_REQUEST_START(id, path);
  const int cached = cache_find(path);
  if (!cached)
    store_put(id);
  const size_t bytes = strlen(path) * 100;
  WEB_REQUEST_DONE(id, bytes, (unsigned char)cached);
  if (WEB_IDLE_ENABLED())
    puts("idle is watched");
  return (int)bytes;
}
