/* print() of a translated structure shows its members, those of structures in it, and arrays of
 * characters as strings; so does that of such an array, unless something follows its NUL.
 * @dtrace-args: -q
 * @filter: s/\)-?[0-9]+,$/)N,/
 * @filter: /\.pr_(ppid|pgid|sid) =/d
 * @filter: s/(pr_psargs = .*)"[^"]*"/\1"its arguments"/
 */
struct mixed {
	char text[6];
	char bytes[4];
	signed char many[3];
};
struct mixed m;

BEGIN
{
	print(*curpsinfo);
	m.text[0] = 'a';
	m.text[1] = '"';
	m.bytes[0] = 'b';
	m.bytes[2] = 'c';
	m.many[0] = 'x';
	m.many[1] = 'y';
	m.many[2] = 'z';
	print(m.text);
	print(m.bytes);
	print(m.many);
	print(curthread->nsproxy->uts_ns->name.sysname);
	exit(0);
}
