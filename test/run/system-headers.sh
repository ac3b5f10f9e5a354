# -C with the system's headers, alone and with the names that our libraries have too.
# @requires: command:gcc
for header in sys/types.h sys/stat.h stdlib.h stddef.h signal.h fcntl.h errno.h endian.h netinet/in.h \
    sys/socket.h arpa/inet.h sys/epoll.h linux/types.h linux/in.h linux/fs.h linux/if_ether.h; do
  printf '#include <%s>\nBEGIN { trace(curpsinfo->pr_pid == pid); exit(0); }\n' $header >script.d
  "$DTRACE" -qCs script.d 2>errors || { echo "$header:"; head -2 errors; }
  echo
done | sort | uniq -c
cat >size.d <<'D'
#include <sys/stat.h>
#include <netinet/in.h>
BEGIN { printf("%d %d\n", sizeof (struct stat), ((struct sockaddr_in *)0 + 1) == (void *)16); exit(0); }
D
"$DTRACE" -qCs size.d
