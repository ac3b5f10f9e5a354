/* A cast or an assignment to a narrower variable keeps the low bits, extended by the sign.
 * @dtrace-args: -q */
int8_t i8;
uint8_t u8;
int16_t i16;
uint16_t u16;
int32_t i32;
uint32_t u32;
BEGIN
{
	x = 0x123456789abcdef0;
	i8 = x;
	u8 = x;
	i16 = x;
	u16 = x;
	i32 = x;
	u32 = x;
	printf("%d %d %d %d %d %u\n", i8, u8, i16, u16, i32, u32);
	printf("%d %d %d\n", (char)200, (unsigned char)-1, (short)0x18000);
	i8 = 127;
	i8++;
	u8 = 255;
	u8 += 1;
	printf("%d %d\n", i8, u8);
	exit(0);
}
