/* Objects, arrays, strings with their escapes as written, what is not there.
 * @dtrace-args: -q */
BEGIN
{
	this->j = "{ \"a\": { \"b\": [ 1, \"two\", { \"c\": true } ] }, \"d\": -5 }";
	printf("%s %s %s %s\n", json(this->j, "a.b[0]"), json(this->j, "a.b[1]"),
	    json(this->j, "a.b[2].c"), json(this->j, "d"));
	printf("%d\n", json(this->j, "none") == NULL);
	printf("%d\n", strtoll(json(this->j, "d")));
	printf("%s\n", json(this->j, "a.b"));
	printf("%s\n", json(json(this->j, "a"), "b[2]"));
	printf("<%s> <%s> <%s>\n", json(this->j, "a.c"), json(this->j, "a.b[3]"),
	    json(this->j, "d.e"));
}

BEGIN
{
	this->k = "[[],{\"x\":\"a\\\"b,{c\", \"xy\" : null,\"e\":\"\" },-1.5e3]";
	printf("%s %s %s\n", json(this->k, "[1].x"), json(this->k, "[1].xy"), json(this->k, "[2]"));
	printf("<%s> <%s> <%s>\n", json(this->k, "[1].e"), json(this->k, "[0][0]"),
	    json(this->k, "[3]"));
	printf("<%s> <%s> <%s>\n", json("{\"a\" 1}", "a"), json("", "a"), json("7", ""));
	exit(0);
}
