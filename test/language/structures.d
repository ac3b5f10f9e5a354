/* Members, nested structures, bit-fields, unions; assignment of a whole structure.
 * @dtrace-args: -q */
struct inner { char c; int32_t n[3]; };
struct outer { short s; struct inner in; union { uint64_t whole; uint8_t bytes[8]; } u;
    unsigned int low : 4, high : 12; int sign : 3; };
struct outer x;
struct outer y;
BEGIN
{
	x.s = -2;
	x.in.c = 'c';
	x.in.n[1] = 77;
	x.u.whole = 0x0102030405060708;
	x.low = 0x1f;
	x.high = 0x123;
	x.sign = 5;
	y = x;
	x.in.n[1] = 0;
	printf("%d %c %d %d\n", y.s, y.in.c, y.in.n[1], x.in.n[1]);
	printf("%d %d\n", y.u.bytes[0], y.u.bytes[7]);
	printf("%x %x %d\n", y.low, y.high, y.sign);
	exit(0);
}
