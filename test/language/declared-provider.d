/* Probes that D declares: arguments, predicates, probes over declared ones, names. */
#pragma D option quiet

typedef struct pair {
	int first;
	string second;
} pair_t;
struct number {
	int value;
};
translator pair_t < int N > {
	first = N + 1;
	second = N > 10 ? "large" : "small";
};

provider mine {
	probe begun(int, string, pair_t *) = dtrace:::BEGIN : 41 + 1, probename, 7;
	probe never() = dtrace:::BEGIN / 0 /;
	probe also__begun(pair_t *p, int) = nosuch:::probe, mine:::begun / args[0] == 42 / :
	    args[0], (int)arg0 * 2;
	probe beginning = dtrace:::BEGIN;
	probe classic(int a, int b) : (pair_t *b, int a) = dtrace:::BEGIN : 1, 2;
	probe under:name() = dtrace:::BEGIN;
	probe missing() = nosuch:::probe;
	probe twice() = dtrace:::BEGIN;
	probe twice() = mine:::begun;
};

BEGIN
{
	printf("%s:%s:%s:%s\n", probeprov, probemod, probefunc, probename);
	this->seen = 1;
}

mine:::begun
{
	printf("%s:%s:%s:%s\n", probeprov, probemod, probefunc, probename);
	printf("%d %s %d %s %d %d\n", args[0], args[1], args[2]->first, args[2]->second, arg0, arg2);
}

mine:::never
{
	printf("never\n");
}

mine:::also-begun
/args[1] == 84/
{
	printf("%s %d %s %d\n", probename, args[0]->first, args[0]->second, args[1]);
}

mine:::classic
{
	printf("%d %s %d\n", args[0]->first, args[0]->second, args[1]);
}

mine::under:name, mine:::beginning
{
	printf("%s:%s %d\n", probefunc, probename, id == 1);
}

mine:::twice
{
	@[probename] = count();
	printf("%s\n", probefunc);
}

BEGIN
{
	printf("%s\n", probename);
	exit(0);
}
