// Workload: a network of the process's own, with a loopback interface alone, so that its ports are free
// whatever else the machine does. Without the right to have one the machine's network serves.
#pragma once
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static inline void own_network(void) {
  if (unshare(CLONE_NEWNET))
    return;
  struct ifreq loopback = {.ifr_flags = IFF_UP | IFF_RUNNING};
  strcpy(loopback.ifr_name, "lo");
  const int any = socket(AF_INET, SOCK_DGRAM, 0);
  ioctl(any, SIOCSIFFLAGS, &loopback);
  close(any);
}
