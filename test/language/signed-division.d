/* Quotients are cut towards zero and the rest has the sign of the dividend, in every width; the least
 * number divided by -1 is itself. Divisors are variables and constants.
 * @dtrace-args: -q */
int8_t a8, b8;
int32_t a32, b32;
int64_t a64, b64;
BEGIN
{
	a8 = -128; b8 = -1; a32 = -2147483647 - 1; b32 = -1; a64 = -9223372036854775807 - 1; b64 = -1;
}
BEGIN
{
	printf("%d %d %d %d\n", a8 / b8, a8 % b8, a32 / b32, a32 % b32);
	printf("%d %d %d %d\n", a64 / b64, a64 % b64, a64 / -1, a64 % -1);
	printf("%d %d\n", a32 / -1, a64 / a32);
	b32 = 7; b64 = -7; b8 = -3;
	printf("%d %d %d %d\n", a32 / b32, a32 % b32, a64 / b64, a64 % b64);
	printf("%d %d %d %d\n", a8 / b8, a8 % b8, -a8 / b8, -a8 % b8);
	printf("%d %d %d %d\n", a32 / 10, a32 % 10, a64 / -10, a64 % -10);
	printf("%d %d %d %d\n", a32 / 8, a32 % 8, a64 / -8, a64 % -8);
	a32 /= b64; a64 %= b32; a8 /= b8;
	printf("%d %d %d\n", a32, a64, a8);
	exit(0);
}
