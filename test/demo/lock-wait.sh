# A thread waits 0.3 s for the lock that another one holds.
# @requires: root command:gcc
# @time: 60
. "$TESTDIR/demo"
cat >locks.c <<'C'
#include <pthread.h>
#include <unistd.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile int ready;
static void *holder(void *none) {
  pthread_mutex_lock(&lock);
  ready = 1;
  usleep(300000);
  pthread_mutex_unlock(&lock);
  return none;
}
int main(void) {
  pthread_t id;
  pthread_create(&id, 0, holder, 0);
  while (!ready)
    usleep(1000);
  pthread_mutex_lock(&lock);
  return pthread_join(id, 0);
}
C
gcc -O1 -fno-omit-frame-pointer -pthread locks.c -o locks || exit 1
demo programs/lock-wait.d -c ./locks
awk '/lock_wait/ { mutex = 1 } / waits$/ { if (mutex) print ($1 > 200000 ? "waited long" : $0), "in", $4; mutex = 0 }' out
