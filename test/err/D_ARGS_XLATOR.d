/* @dtrace-args: -x errtags */
/* @exit: 1 */
typedef struct bar { int b; } bar_t;
translator bar_t < struct bar *from > { b = from->b; };
provider my { probe go(bar_t *) = BEGIN : curthread; };
my:::go
{
	trace(args[0]->b);
}
