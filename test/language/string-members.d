/* Strings in structures: in variables of each scope, in arrays, copied, compared, as a key, printed.
 * @dtrace-args: -q -x strsize=32 */
struct person {
	int age;
	string name;
	string city;
};

struct person one;
struct person many[int];
self struct person mine;
this struct person that;
int seen[struct person];

BEGIN
{
	one.age = 7;
	one.name = "Ada";
	one.city = strjoin(one.name, "ville");
	printf("%s of %s, %d\n", one.name, one.city, strlen(one.city));

	many[3].name = one.name;
	many[3].city = "a name of more than thirty-two characters";
	printf("%s|%s|%s|\n", many[3].name, many[3].city, many[4].name);

	self->mine = one;
	self->mine.name = "Bea";
	this->that = self->mine;
	printf("%s %s %s\n", one.name, self->mine.name, this->that.city);

	many[5] = this->that;
	printf("%d %d\n", many[5].name == "Bea", many[5].name == one.name);

	seen[one] = 4;
	one.name = "Adalbert";
	one.name = "Ada";
	printf("%d\n", seen[one]);
	print(one);
	printf("%d\n", sizeof (struct person));
	exit(0);
}
