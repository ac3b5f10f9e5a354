# A provider file given with the script: its types, names and translators; what is listed of them.
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

# Translated arguments, in another order, from the file that the program was built with; a translator
# may follow pointers, as a clause may, or copy by itself.
cat >info.d <<'END'
typedef struct orderinfo { int oi_id; string oi_name; string oi_next; } orderinfo_t;
struct order { int id; const char *name; struct order *next; };
translator orderinfo_t < struct order *o > {
	oi_id = o->id;
	oi_name = copyinstr((uintptr_t)o->name);
	oi_next = o->next ? stringof(o->next->name) : "none";
};
provider shop {
	probe sold(struct order *o, char *who, int rebate) :
	    (orderinfo_t *o, int rebate, string who);
	probe counted(int);
};
END
"$DTRACE" -h -s info.d -o shop_probes.h
sed -i 's/^  SHOP_SOLD/  if (SHOP_SOLD_ENABLED()) SHOP_SOLD/' shop.c
gcc -O1 -c shop.c && "$DTRACE" -G -s info.d -o probes.o shop.o && gcc shop.o probes.o -o shop
"$DTRACE" -q -s info.d -c ./shop -n 'shop$target:::sold
{
	printf("%d %s %s %d %s\n", args[0]->oi_id, args[0]->oi_name, args[0]->oi_next, args[1], args[2]);
}'
sed 's/o->id/*(int *)copyin((uintptr_t)\&o->id, sizeof (int))/' info.d >copied.d
"$DTRACE" -q -s copied.d -c ./shop -n 'shop$target:::sold { printf("%d\n", args[0]->oi_id); }'
"$DTRACE" -lv -s info.d -c ./shop -n 'shop$target:::sold' | sed -n 's/^\t\targs/args/p'

echo '- stability, as the provider file says'
for line in 'Evolving/Stable/Common provider shop name' 'Unstable/Evolving/ISA provider shop args' \
  'Private/Private/Unknown provider shop module'; do
  echo "#pragma D attributes $line"
done >>shop.d
attributes() { sed -nE 's/^\t\t(Identifier Names|Data Semantics|Dependency Class): */\1 /p'; }
"$DTRACE" -lv -s shop.d -c ./shop -n 'shop$target:::counted' | attributes
"$DTRACE" -v -s shop.d -c ./shop -n 'shop$target:::counted { trace(1); }' 2>&1 | sed -n '/for description/,$p' | attributes | head -3
