// Workload: what seldom happens, each thing once: an operation on a System V semaphore, a message
// sent and one received by a System V queue, a fork that fails with EAGAIN; on the loopback
// interface a datagram and a segment with wrong checksums, 8 datagrams for a queue that has room
// for fewer, ICMP messages of five rare types. A page of a file is read by a fault; then 64 pages
// of memory go to swap space, where there is some, and are read again, and are unmapped.
// `odd-jobs FILE`: FILE is the memory.reclaim of its control group.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

static int semaphore(void) {
  const int set = semget(IPC_PRIVATE, 1, 0600);
  const int bad = set < 0 || semop(set, &(struct sembuf){.sem_op = 1}, 1) != 0;
  return bad || semctl(set, 0, IPC_RMID) != 0;
}

static int message(void) {
  struct {
    long kind;
    char text[8];
  } one = {1, "text"};
  const int queue = msgget(IPC_PRIVATE, 0600);
  const int bad = queue < 0 || msgsnd(queue, &one, sizeof one.text, 0) != 0 ||
                  msgrcv(queue, &one, sizeof one.text, 0, 0) < 0;
  return bad || msgctl(queue, IPC_RMID, NULL) != 0;
}

// In a child that is nobody any more, as the rest wants to be root.
static int failing_fork(void) {
  const pid_t child = fork();
  if (child == 0) {
    const struct rlimit one = {1, 1};
    _exit(setrlimit(RLIMIT_NPROC, &one) != 0 || setuid(40731) != 0 || fork() >= 0);
  }
  int status;
  return child < 0 || waitpid(child, &status, 0) != child || status != 0;
}

static struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int send_to(int sender, const void *packet, size_t size, struct sockaddr_in to) {
  return sendto(sender, packet, size, 0, (struct sockaddr *)&to, sizeof to) != (ssize_t)size;
}

static int wrong_checksums(int receiver) {
  struct {
    struct iphdr ip;
    union {
      struct udphdr udp;
      struct tcphdr tcp;
    };
  } packet = {.ip = {.version = 4, .ihl = 5, .ttl = 64}};
  char text[8];
  packet.ip.saddr = packet.ip.daddr = htonl(INADDR_LOOPBACK);
  const int sender = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
  packet.ip.protocol = IPPROTO_UDP;
  packet.udp = (struct udphdr){.source = htons(40731),
                               .dest = htons(40731),
                               .len = htons(sizeof packet - sizeof packet.ip),
                               .check = htons(1)};
  int bad = send_to(sender, &packet, sizeof packet, loopback(40731));
  packet.ip.protocol = IPPROTO_TCP;
  packet.tcp = (struct tcphdr){
      .source = htons(40731), .dest = htons(40731), .syn = 1, .doff = 5, .check = htons(1)};
  bad |= send_to(sender, &packet, sizeof packet, loopback(40731));
  return bad || recv(receiver, text, sizeof text, MSG_DONTWAIT) >= 0;
}

static int full_queue(int receiver) {
  const int sender = socket(AF_INET, SOCK_DGRAM, 0);
  char text[1000] = "text";
  int bad = setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, &(int){1}, sizeof(int));
  for (int i = 0; i < 8; i++)
    bad |= send_to(sender, text, sizeof text, loopback(40731));
  return bad;
}

// The kernel answers the request for a time, and takes nothing that the others say for true.
static int rare_messages(void) {
  static const int kinds[] = {ICMP_SOURCE_QUENCH, ICMP_REDIRECT, ICMP_TIME_EXCEEDED,
                              ICMP_PARAMETERPROB, ICMP_TIMESTAMP};
  const int sender = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  int bad = 0;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    uint8_t message[20] = {kinds[i], 0, 0xff - kinds[i], 0xff}; // with its checksum
    bad |= send_to(sender, message, sizeof message, loopback(0));
  }
  return bad;
}

static int read_by_fault(void) {
  char name[] = "odd-jobs-XXXXXX";
  const int file = mkstemp(name);
  unlink(name);
  if (file < 0 || write(file, name, sizeof name) < 0 || fsync(file) ||
      posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED))
    return 1;
  const volatile char *text = mmap(NULL, sizeof name, PROT_READ, MAP_PRIVATE, file, 0);
  return text[0] != 'o' || close(file) != 0;
}

static int swapped_pages(const char *reclaim) {
  const size_t page = 4096, count = 64;
  volatile char *memory =
      mmap(NULL, count * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int sum = 0;
  madvise((void *)memory, count * page, MADV_NOHUGEPAGE);
  memset((void *)memory, 1, count * page);
  madvise((void *)memory, count * page, MADV_PAGEOUT);
  usleep(200000); // they are written, but still there
  const int file = reclaim ? open(reclaim, O_WRONLY) : -1;
  if (file >= 0 && write(file, "1M", 2) < 0)
    usleep(1);
  for (size_t i = 0; i < count; i++)
    sum += memory[i * page];
  return sum != (int)count || munmap((void *)memory, count * page) != 0;
}

int main(int argc, char **argv) {
  const struct sockaddr_in address = loopback(40731);
  const int receiver = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(receiver, (const struct sockaddr *)&address, sizeof address))
    return 1;
  return semaphore() << 1 | message() << 2 | failing_fork() << 3 | wrong_checksums(receiver) << 4 |
         full_queue(receiver) << 5 | rare_messages() << 6 |
         (read_by_fault() || swapped_pages(argc > 1 ? argv[1] : NULL)) << 7;
}
