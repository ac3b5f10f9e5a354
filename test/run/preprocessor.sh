# -C: includes from -I, -D and -U, __SUNW_D and __linux__.
# @requires: command:cpp
mkdir include scripts
echo '#define FROM_INCLUDE 10' >include/one.h
echo '#define FROM_HERE 200' >include/two.h
cat >scripts/script.d <<'D'
#include <one.h>
#include "two.h"
#ifndef GIVEN
#define GIVEN 0
#endif
#ifdef __linux__
#define SYSTEM "linux"
#else
#define SYSTEM "other"
#endif
BEGIN
{
	printf("%d %s\n", FROM_INCLUDE + FROM_HERE + GIVEN, SYSTEM);
	exit(__SUNW_D == 1 ? 0 : 1);
}
D
"$DTRACE" -C -q -I include -s scripts/script.d || echo "status $?"
"$DTRACE" -C -q -Iinclude -D GIVEN=3 -s scripts/script.d
"$DTRACE" -Cq -I include -DGIVEN=3 -U__linux__ -s scripts/script.d
"$DTRACE" -C -q -D'WORD="a b"' -n 'BEGIN { printf("%s\n", WORD); exit(0); }'
"$DTRACE" -C -q -I include -s scripts/script.d -x define=GIVEN=4
# A header beside the script, wherever dtrace is started.
mkdir beside
echo '#define BESIDE 5' >beside/value.h
printf '#include "value.h"\nBEGIN { printf("beside %%d\\n", BESIDE); exit(0); }\n' >beside/script.d
"$DTRACE" -Cqs beside/script.d
