# The header in every C and C++, with every kind of argument, without a warning.
# @requires: command:gcc command:g++ command:readelf
# @time: 120
cat >kinds.d <<'END'
provider kinds { probe three(int, int, int); probe none(); };
END
"$DTRACE" -h -s kinds.d
cat >c.c <<'END'
#include "kinds.h"
#include "kinds.h"
enum color { RED = -1, GREEN };
struct bits { unsigned a : 3; int b; char text[8]; };
extern int function(void);
int function(void) {
  struct bits bits = {1, 2, "abc"};
  enum color color = GREEN;
  const volatile short number = -3;
  unsigned char byte = 255;
  KINDS_THREE(bits.a, &bits, bits.text);
  KINDS_THREE("text", (void *)0, function);
  KINDS_THREE(color, number, byte);
  KINDS_THREE(5, -3L, 0x123456789aul);
  if (KINDS_NONE_ENABLED())
    KINDS_NONE();
  return KINDS_THREE_ENABLED() ? 1 : 0;
}
END
cat >cc.cc <<'END'
extern "C" {
#include "kinds.h"
}
enum color { RED = -1, GREEN };
struct incomplete;
template <class T> static void probe(T value) {
  const T &reference = value;
  KINDS_THREE(value, reference, sizeof(T));
}
int function(incomplete *pointer, unsigned char byte, signed char small) {
  KINDS_THREE("text", pointer, function);
  KINDS_THREE(RED, true, 'c');
  KINDS_THREE(byte, small, static_cast<unsigned short>(byte));
  probe(1);
  probe(2ul);
  probe(false);
  probe("text");
  if (KINDS_NONE_ENABLED())
    KINDS_NONE();
  return 0;
}
END
check() { # OBJECT: how many probes, and the sizes and signs of the arguments
  echo "$(readelf -n "$1" | grep -c 'Name: three')" \
    "$(readelf -n "$1" | sed -nE 's/^ +Arguments: //p' | grep -oE '(^| )-?[1248]@' | tr -d ' @' | tr '\n' ' ')"
}
# The texts of asm statements are longer than C89 promises.
warnings='-Wall -Wextra -Wpedantic -Werror -Wno-overlength-strings'
for std in c89 c99 c11 c17 gnu89 gnu17 gnu2x; do
  for o in -O0 -O2; do
    gcc -std=$std $o $warnings -c c.c -o c.o && echo "C $(check c.o)" || echo "gcc $std $o"
  done
done | sort | uniq -c | sed 's/^ *//'
for std in c++98 c++11 c++17 gnu++20 c++23; do
  for o in -O0 -O2; do
    g++ -std=$std $o $warnings -c cc.cc -o cc.o && echo "C++ $(check cc.o)" || echo "g++ $std $o"
  done
done | sort | uniq -c | sed 's/^ *//'
for clang in clang clang-19; do
  clangxx=clang++${clang#clang}
  command -v $clang >/dev/null && command -v $clangxx >/dev/null || continue
  for std in c89 c99 c11 gnu17; do
    $clang -std=$std -O2 $warnings -c c.c -o c.o || echo "$clang $std"
  done
  for std in c++98 c++11 c++17 gnu++20; do
    $clangxx -std=$std -O2 $warnings -c cc.cc -o cc.o ||
      echo "$clangxx $std"
  done
done
