cat >provider.d <<'END'
typedef struct bar { int b; } bar_t;
translator bar_t < struct bar *from > { b = from->b; };
provider my { probe go(bar_t *) = BEGIN : curthread; };
my:::go
{
	trace(args[0]->b);
}
END
"$DTRACE" -x errtags -s provider.d
[ $? -eq 1 ]
