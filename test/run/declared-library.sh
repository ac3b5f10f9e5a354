# Users' own providers under -L: listed, traced, with a stable one's module and function for nothing;
# what this kernel lacks takes only its own probes away.
# @time: 60
mkdir lib
cat >lib/shop.d <<'EOF'
#pragma D attributes Evolving/Evolving/ISA provider shop name
provider shop {
	probe opened(int number, string name) = rawtp:::no_such_thing, dtrace:::BEGIN : 7, "seven";
	probe lacking(int) = dtrace:::BEGIN : ((struct no_such_type *)arg0)->member;
	probe gone() = rawtp:::no_such_thing;
	probe chosen() = dtrace:::BEGIN / __has_probe(dtrace:::BEGIN) && !__has_probe(no:::such) /;
	probe unchosen() = dtrace:::BEGIN / __has_probe(no:::such) /;
};
EOF
printf 'provider broken { probe a(nosuch_t *, = dtrace:::BEGIN; };\n' >lib/broken.d
"$DTRACE" -L lib -n 'BEGIN { trace("hello"); exit(0); }' 2>&1 | grep -c hello
"$DTRACE" -L lib -l -P shop | sed -E 's/^ *[0-9]+//'
"$DTRACE" -L lib -lv -n shop:::opened | tail -4
"$DTRACE" -q -L lib -n 'shop:::opened { printf("%d %s\n", args[0], args[1]); }
  shop:genunix:anything:chosen { printf("%s\n", probename); } BEGIN { exit(0); }'
"$DTRACE" -q -L lib -n 'shop:::lacking { trace(args[0]); }' 2>&1
"$DTRACE" -q -L lib -n 'shop:::gone, BEGIN { exit(0); }' 2>&1
"$DTRACE" -q -L lib -n 'shop:::opned' 2>&1
"$DTRACE" -q -L lib -n 'shap:::opened' 2>&1
"$DTRACE" -q -L lib -n 'shop:::opened { trace(args[2]); }' 2>&1
exit 0
