/* More globals, thread and clause variables than registers.
 * @dtrace-args: -q */
BEGIN
{
	a = 1; b = 2; c = 3; d = 4; e = 5; f = 6; g = 7; h = 8;
	self->a = a + h; self->b = b + g; self->c = c + f; self->d = d + e;
	this->a = self->a * a; this->b = self->b * b; this->c = self->c * c; this->d = self->d * d;
	this->e = this->a + this->b * 10 + this->c * 100 + this->d * 1000;
	printf("%d %d %d %d %d\n", this->a, this->b, this->c, this->d, this->e);
	exit(0);
}
