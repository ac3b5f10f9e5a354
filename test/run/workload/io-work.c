// Workload: input and output of known size. `io-work MODE FILE COUNT`, blocks of 4096 bytes:
// direct (O_DIRECT writes, then O_DIRECT reads), sync (O_SYNC writes), buffered (writes, one fsync),
// cold (the cache forgets the file, which is then read from its beginning to its end).
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { block = 4096 };

static int transfer(int fd, char *buffer, int count, ssize_t (*call)(int, void *, size_t)) {
  for (int i = 0; i < count; i++)
    if (call(fd, buffer, block) != block)
      return 1;
  return 0;
}
static ssize_t write_block(int fd, void *buffer, size_t size) { return write(fd, buffer, size); }

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  const char *mode = argv[1];
  const int count = atoi(argv[3]);
  const int is_direct = !strcmp(mode, "direct"), is_cold = !strcmp(mode, "cold");
  const int flags = is_direct ? O_DIRECT : !strcmp(mode, "sync") ? O_SYNC : 0;
  const int fd = open(argv[2], O_RDWR | O_CREAT | flags, 0600);
  void *buffer;
  if (fd < 0 || posix_memalign(&buffer, block, block))
    return 1;
  memset(buffer, 'x', block);
  if (is_cold)
    return fdatasync(fd) || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) ||
           transfer(fd, buffer, count, read);
  if (transfer(fd, buffer, count, write_block))
    return 1;
  if (is_direct)
    return lseek(fd, 0, SEEK_SET) != 0 || transfer(fd, buffer, count, read);
  return fsync(fd) != 0;
}
