/* A declaration without a type declares an int; a name behind it is the variable's, not a type's.
 * @dtrace-args: -q */
self first, uint64_t;
this *here, pair[2];
extern later;
extern int many[];
const fixed;
BEGIN
{
	self->first = 1 + (1LL << 40);
	self->uint64_t = 4;
	this->pair[1] = 6;
	later = 7;
	printf("%d %d %d %d %d\n", self->first, self->uint64_t, this->pair[1], later, fixed);
	printf("%d %d %d\n", sizeof (self->first), sizeof (this->pair), sizeof (*this->here));
	exit(0);
}
