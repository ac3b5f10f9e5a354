# Three threads that begin with one function and two with another.
# @requires: root command:cc
. "$TESTDIR/demo"
cat >threads.c <<'C'
#include <pthread.h>
void *serve(void *argument) { return argument; }
void *watch(void *argument) { return argument; }
int main(void) {
  for (int i = 0; i < 5; i++) {
    pthread_t thread;
    pthread_create(&thread, 0, i < 3 ? serve : watch, 0);
    pthread_join(thread, 0);
  }
}
C
cc -g -O0 -o threads threads.c -pthread || exit 1
demo programs/threadsnoop.d -c ./threads
awk '/`(serve|watch)/ { sub(".*`", "", $1); name = $1 } $2 == "threads" { print name, $1 }' out
