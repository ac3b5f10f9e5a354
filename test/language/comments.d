/* Comments and ends of lines anywhere between tokens.
 * @dtrace-args: -q */
BEGIN /* here */ { /* and
	here */
	printf("%d\n", /* inside */ 1 +
	    2);
	/* exit(1); */
	exit(0);
}
