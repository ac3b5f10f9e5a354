// Workload: a connection request that is lost. A server on the loopback interface, port 40721, whose
// queue is full with one connection, drops the next request; it is sent again once, after a second,
// before its sender gives up after a second and a half.
#define _GNU_SOURCE
#include "own_network.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(void) {
  own_network();
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(40721), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const struct sockaddr *any = (struct sockaddr *)&address;
  const int server = socket(AF_INET, SOCK_STREAM, 0), first = socket(AF_INET, SOCK_STREAM, 0);
  const int second = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  setsockopt(second, SOL_SOCKET, SO_SNDTIMEO, &(struct timeval){1, 500000}, sizeof(struct timeval));
  if (bind(server, any, sizeof address) || listen(server, 0) || connect(first, any, sizeof address))
    return 1;
  return connect(second, any, sizeof address) == 0;
}
