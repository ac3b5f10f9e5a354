# A provider file given with the script: its types, names and translators.
# @requires: root command:gcc
# @time: 120
cat >shop.d <<'END'
struct order { int id; const char *name; struct order *next; };
provider shop {
	probe sold(struct order *order, string customer, unsigned char rebate);
	probe counted(int);
};
END
cat >shop_probes.d <<'END'
provider shop { probe sold(void *, const char *, int); probe counted(int); };
END
"$DTRACE" -h -s shop_probes.d -o shop_probes.h
cat >shop.c <<'END'
#include "shop_probes.h"
struct order { int id; const char *name; struct order *next; };
int main(void) {
  struct order first = {7, "pears", 0}, second = {8, "apples", &first};
  SHOP_SOLD(&first, "anne", 300);
  SHOP_SOLD(&second, "bob", 5);
  SHOP_COUNTED(-2);
  return 0;
}
END
gcc -O1 shop.c -o shop
cat >trace.d <<'END'
shop$target:::sold
{
	printf("%d %s %s %d\n", args[0]->id, copyinstr((uintptr_t)args[0]->name), stringof(args[1]),
	    args[2]);
}
shop$target:::counted { printf("%d\n", args[0]); }
END
"$DTRACE" -q -c ./shop -s shop.d -s trace.d
