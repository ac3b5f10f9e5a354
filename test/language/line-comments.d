// Comments to the end of the line, and what only looks like one.
//************* isn't "closed {
// @dtrace-args: -q
#pragma D option strsize=64 // not a word of the pragma
BEGIN // before the body '{
// and again
/1//* the slash ends the predicate */
{
	x = 8; // exit(1);
	printf("%d %d %s\n", x //* divided by */ 2
	    , 9 // nine
	    / 3, "http://there"); //
}
BEGIN /x == 8/ // true
{ exit(0); } //