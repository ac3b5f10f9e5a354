# Where arguments lie, by the calling convention: behind classes that are passed by reference, structs
# of numbers and of both kinds, more than there are registers for, in 32-bit code.
# @requires: root command:gcc command:g++
# @time: 90
cat >target.cc <<'END'
#include <memory>
#include <string>
#include <string_view>
struct Pair { float x, y; };
struct Doubles { double x, y; };
struct Mixed { double x; int n; };
struct Both { int n; float x; };
struct Three { double x, y, z; };
struct Nothing {};
struct Derived : std::string { int n; };
struct Plain { Plain() = default; Plain(const Plain &) = default; ~Plain() = default; long n[2]; };
#define FUNCTION(name, ...) __attribute__((noipa)) int name(__VA_ARGS__, int last) { asm volatile("" ::: "memory"); return last; }
FUNCTION(text, std::string s)
FUNCTION(shared, std::shared_ptr<int> s)
FUNCTION(unique, std::unique_ptr<int> s)
FUNCTION(view, std::string_view s)
FUNCTION(numbers, Pair s)
FUNCTION(doubles, Doubles s)
FUNCTION(mixed, Mixed s)
FUNCTION(both, Both s)
FUNCTION(large, Three s)
FUNCTION(nothing, Nothing s)
FUNCTION(derived, Derived s)
FUNCTION(plain, Plain s)
FUNCTION(wide, long double s)
FUNCTION(many, int a, int b, int c, int d, int e, int f, int g, int h, int i, int j)
FUNCTION(spilt, int a, int b, int c, int d, int e, __int128 f, int g)
FUNCTION(aligned, int a, int b, int c, int d, int e, int f, int g, long double h)
FUNCTION(floats, double a, double b, double c, double d, double e, double f, double g, double h, double i,
         int j, int k, int l, int m, int n, int o)
__attribute__((noipa)) std::string made(int last) { asm volatile("" ::: "memory"); return std::string(last, 'x'); }
__attribute__((noipa)) Plain given(int last) { asm volatile("" ::: "memory"); return Plain(); }
int main() {
  text("s", 11); shared(std::make_shared<int>(1), 12); unique(nullptr, 13); view("s", 14);
  numbers({1, 2}, 15); doubles({1, 2}, 16); mixed({1, 2}, 17); both({1, 2}, 18); large({1, 2, 3}, 19);
  nothing({}, 20); derived({}, 21); plain({}, 22); wide(1, 23); many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 24);
  spilt(1, 2, 3, 4, 5, 6, 7, 25); aligned(1, 2, 3, 4, 5, 6, 7, 8, 26);
  floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 27); made(28); given(29);
}
END
clause() { echo "pid\$target:a.out:$1:entry { printf(\"$1 %d\\n\", args[$2]); }"; }
clauses=$(for one in text shared unique view numbers doubles mixed both large nothing derived plain wide; do
  clause $one 1; done; clause many 10; clause spilt 7; clause aligned 8; clause floats 15; clause made 0; clause given 0)
for flags in -O0 -O2; do
  g++ -std=c++17 -g $flags -o target target.cc || exit 1
  "$DTRACE" -q -n "$clauses" -c ./target >"with$flags" 2>&1
done
cat with-O0
cmp with-O0 with-O2 && echo same
