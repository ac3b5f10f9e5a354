# Debian's libstdc++: throw, catch and rethrow, with the types that are thrown.
# @requires: root command:g++
# @time: 120
cat >throw.cc <<'END'
#include <stdexcept>
static void inner(int i) {
  if (i % 3 == 0)
    throw std::runtime_error("three");
  throw i;
}
int main() {
  int caught = 0;
  for (int i = 0; i < 9; i++)
    try {
      try {
        inner(i);
      } catch (const std::exception &) {
        throw;
      }
    } catch (...) {
      caught++;
    }
  return caught == 9 ? 0 : 1;
}
END
g++ -O1 throw.cc -o throw
readelf -n "$(ldd ./throw | sed -nE 's/.*libstdc\+\+.*=> (\S+) .*/\1/p')" 2>/dev/null |
  grep -q 'Provider: libstdcxx' || { echo 'the machine has no libstdc++ with probes'; exit 77; }
"$DTRACE" -q -c ./throw -n '
libstdcxx$target:::throw
{
	this->name = *(uintptr_t *)copyin(arg1 + sizeof (uintptr_t), sizeof (uintptr_t));
	@thrown[copyinstr(this->name)] = count();
}
libstdcxx$target:::catch, libstdcxx$target:::rethrow { @events[probename] = count(); }
END { printa("%s %@d\n", @events); printa("%s %@d\n", @thrown); }'
