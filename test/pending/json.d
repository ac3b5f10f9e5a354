/* @dtrace-args: -q */
BEGIN
{
	this->j = "{ \"a\": { \"b\": [ 1, \"two\", { \"c\": true } ] }, \"d\": -5 }";
	printf("%s %s %s %s\n", json(this->j, "a.b[0]"), json(this->j, "a.b[1]"),
	    json(this->j, "a.b[2].c"), json(this->j, "d"));
	printf("%d\n", json(this->j, "none") == NULL);
	printf("%d\n", strtoll(json(this->j, "d")));
	exit(0);
}
