/* What print.bpf.c writes and the loader reads. */
#pragma once

struct record {
  unsigned long long time;
  unsigned pid, unused;
  char name[16];
};
