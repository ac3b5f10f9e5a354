#define Size unsigned long
#define bool unsigned char
