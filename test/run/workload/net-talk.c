// Workload: talks to itself over the loopback interface, by IPv4 and then by IPv6 (`net-talk 4`: IPv4
// alone). Each time: one TCP connection to port 40711 with 10 writes of 100 bytes, one connection
// refused at port 40712, 5 datagrams of 50 bytes to UDP port 40713, one TCP connection to port 40714
// that its client resets, one datagram of 20 bytes to UDP port 40715, where nobody listens.
#define _GNU_SOURCE
#include "own_network.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { open_port = 40711, closed_port, datagram_port, reset_port, lost_port };

union address {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
};

static socklen_t make_address(union address *address, int family, int port) {
  memset(address, 0, sizeof *address);
  if (family == AF_INET) {
    address->v4 = (struct sockaddr_in){.sin_family = AF_INET,
                                       .sin_port = htons(port),
                                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return sizeof address->v4;
  }
  address->v6 = (struct sockaddr_in6){
      .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  return sizeof address->v6;
}

static void check(int good) {
  if (!good)
    exit(1);
}

static void stream(int family) {
  union address address;
  char text[100] = "text";
  socklen_t size = make_address(&address, family, open_port);
  const int server = socket(family, SOCK_STREAM, 0), client = socket(family, SOCK_STREAM, 0);
  const int refused = socket(family, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
  check(bind(server, &address.any, size) == 0 && listen(server, 1) == 0);
  check(connect(client, &address.any, size) == 0);
  const int accepted = accept(server, NULL, NULL);
  for (int i = 0; i < 10; i++) {
    check(write(client, text, sizeof text) == sizeof text);
    check(recv(accepted, text, sizeof text, MSG_WAITALL) == sizeof text);
  }
  size = make_address(&address, family, closed_port);
  check(connect(refused, &address.any, size) != 0);
  close(client), close(accepted), close(server), close(refused);
}

static void reset(int family) {
  union address address;
  char text[1];
  const socklen_t size = make_address(&address, family, reset_port);
  const int server = socket(family, SOCK_STREAM, 0), client = socket(family, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  check(bind(server, &address.any, size) == 0 && listen(server, 1) == 0);
  check(connect(client, &address.any, size) == 0);
  const int accepted = accept(server, NULL, NULL);
  setsockopt(client, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
  close(client);
  check(read(accepted, text, 1) < 0);
  close(accepted), close(server);
}

static void datagrams(int family) {
  union address address;
  char text[50] = "text";
  const socklen_t size = make_address(&address, family, datagram_port);
  const int to = socket(family, SOCK_DGRAM, 0), from = socket(family, SOCK_DGRAM, 0);
  check(bind(to, &address.any, size) == 0);
  for (int i = 0; i < 5; i++) {
    check(sendto(from, text, sizeof text, 0, &address.any, size) == sizeof text);
    check(recv(to, text, sizeof text, 0) == sizeof text);
  }
  make_address(&address, family, lost_port);
  check(connect(from, &address.any, size) == 0 && send(from, text, 20, 0) == 20);
  check(recv(from, text, sizeof text, 0) < 0);
  close(to), close(from);
}

int main(int argc, char **argv) {
  (void)argv;
  own_network();
  for (int family = AF_INET; family; family = family == AF_INET && argc < 2 ? AF_INET6 : 0) {
    stream(family);
    datagrams(family);
    reset(family);
  }
  return 0;
}
