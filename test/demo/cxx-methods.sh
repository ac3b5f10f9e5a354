# Methods that sleep for known times; overloads are apart.
# @requires: root command:g++
# @time: 60
. "$TESTDIR/demo"
cat >shop.cc <<'C'
#include <unistd.h>
namespace shop {
struct Cart {
  int total = 0;
  __attribute__((noinline)) int add(int n) { usleep(2000); return total += n; }
  __attribute__((noinline)) int add(double n) { asm(""); return total += int(n); }
  __attribute__((noinline)) int pay() { usleep(40000); return total; }
};
}
int main() {
  shop::Cart cart;
  for (int i = 0; i < 5; i++)
    cart.add(i);
  cart.add(2.5);
  return cart.pay() < 0;
}
C
g++ -O1 shop.cc -o shop || exit 1
demo programs/cxx-methods.d -c ./shop 'shop\:\:Cart\:\:*'
awk '/us:$/ { least = -1; print } /\|/ && NF > 2 && $NF > 0 && least < 0 { least = $1 }
  / calls$/ { print $0 (least >= 32768 ? ", 32 ms and more" : least >= 1024 ? ", 1 ms and more" : "") }' out
