# C++: functions by their names in the source, whole or without parameters, with globs, or as the
# symbol table has them; overloads are distinct, the object is behind the first argument.
# @requires: command:g++
cat >target.cc <<'END'
#include <cstdio>
#include <string>
namespace shop {
struct Box {
  int width;
  __attribute__((noinline)) int area(int height) const { asm(""); return width * height; }
  __attribute__((noinline)) int area(double height) const { asm(""); return width * int(height); }
};
template <class T> __attribute__((noinline)) T twice(T value) { asm(""); return value + value; }
}
__attribute__((noinline)) std::string greet(const std::string &who, int times) {
  asm("");
  return who + std::to_string(times);
}
int main() {
  const shop::Box box{3};
  std::printf("%d %d %d %s\n", box.area(4), box.area(5.0), shop::twice(4), greet("hi", 3).c_str());
}
END
g++ -g -O1 -o target target.cc
trace() { "$DTRACE" -q -n "$@" -c ./target 2>&1 | grep -v '^12 15' | sed '/^$/d'; }
echo '- one overload'
trace 'pid$target:a.out:"shop::Box::area(int) const":entry { printf("%s %d %d\n", probefunc, args[0]->width, args[1]); }'
echo '- both'
trace 'pid$target:a.out:"shop::Box::area":return { printf("%s %d\n", probefunc, args[1]); }' | sort
echo '- globs'
trace 'pid$target:a.out:shop\:\:*:entry { printf("%s\n", probefunc); }' | sort
echo '- mangled'
trace 'pid$target:a.out:_ZN4shop5twiceIiEET_S1_:entry { printf("%s %d\n", probefunc, arg0); }'
echo '- behind the hidden argument of a result in memory'
trace 'pid$target:a.out:greet:entry { printf("%d\n", args[1]); }'
