#include "web.h"
#include "web_probes.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  const int requests = argc > 1 ? atoi(argv[1]) : 3;
  int bytes = 0;
  for (int id = 0; id < requests; id++) {
    char path[32];
    snprintf(path, sizeof path, "/page/%d", id % 2);
    bytes += handle(id, path);
  }
  WEB_IDLE();
  printf("%d requests, %d bytes, %d cached\n", requests, bytes, cache_size());
  return 0;
}
