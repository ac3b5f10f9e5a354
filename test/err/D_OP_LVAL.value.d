/* @dtrace-args: -x errtags */
/* @exit: 1 */
int x, y;
BEGIN
{
	(int)x = 3;
}
BEGIN
{
	+x += 3;
}
BEGIN
{
	(1 ? x : y)++;
}
string s;
struct pair { int a; } pair;
inline int one = x;
BEGIN
{
	(string)s = "a";
}
BEGIN
{
	stringof(s) = "a";
}
BEGIN
{
	one = 3;
}
BEGIN
{
	(1 ? pair : pair).a = 3;
}
