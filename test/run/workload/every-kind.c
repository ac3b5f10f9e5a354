// Functions of every kind and their results: the program of run/pid-every-instruction, for guests, too.
// @cflags: -O2 -static -w
#include "../every-instruction/functions.c"
