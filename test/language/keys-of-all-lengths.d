/* Strings as keys, shorter and longer than what counts as a short key (64 bytes). */
#pragma D option quiet
#pragma D option aggsortkey

int n;
string text;

BEGIN
{
	text = "";
}

tick-1ms
/n == 0 || (n > 61 && n < 67) || (n > 126 && n < 130)/
{
	@sum[text] = sum(n + 1);
	@sum[text] = sum(n + 1);
	@pair[n, text, "a"] = count();
}

tick-1ms
/n < 130/
{
	text = strjoin(text, n % 10 == 9 ? "|" : "x");
	n++;
}

tick-1ms
/n == 130/
{
	n++;
	printa("%@5d %s\n", @sum);
	trunc(@sum, 4);
	exit(0);
}

END
{
	printf("the four greatest\n");
	printa("%@5d %s\n", @sum);
	printa("%@d %d %.20s %s\n", @pair);
}
