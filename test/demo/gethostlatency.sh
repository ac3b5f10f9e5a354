# A program that asks for an address three times, and for one once in the other way.
# @requires: root command:gcc
# @time: 60
. "$TESTDIR/demo"
cat >names.c <<'C'
#include <netdb.h>
int main(void) {
  for (int i = 0; i < 3; i++) {
    struct addrinfo *found = 0;
    getaddrinfo("127.0.0.1", 0, 0, &found);
  }
  return gethostbyname("127.0.0.2") == 0;
}
C
gcc names.c -o names || exit 1
demo programs/gethostlatency.d -c ./names
awk '$6 == "names" { print $6, ($7 > 0), $8, $9 }' out
