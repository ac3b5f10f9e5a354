/* Ids that have ended or are 0 do nothing anywhere, to speculate with one that never was is an illegal
 * operation; each id is given once.
 * @dtrace-args: -q -x nspec=2
 * @filter: s/^dtrace: .* failed/dtrace: N failed/ */
BEGIN
{
	first = speculation();
	second = speculation();
	third = speculation();
	printf("%d %d %d\n", first > 0, second > 0 && second != first, third);
}
BEGIN { speculate(0); printf("of 0\n"); }
BEGIN { speculate(99); printf("of 99\n"); }
BEGIN { commit(0); discard(0); commit(99); discard(99); }
BEGIN { speculate(first); printf("a\n"); }
BEGIN { speculate(second); printf("b\n"); }
BEGIN { speculate(first); printf("c\n"); }
BEGIN { commit(first); }
BEGIN { commit(first); discard(first); }
BEGIN { speculate(first); printf("after commit\n"); }
BEGIN { commit(first); }
BEGIN { discard(second); }
BEGIN { commit(second); }
BEGIN
{
	again = speculation();
	other = speculation();
	printf("%d\n", again > second && other > second && again != other);
}
BEGIN { speculate(again); printf("d\n"); }
BEGIN { speculate(other); printf("e\n"); }
BEGIN { commit(other); commit(again); }
BEGIN { exit(0); }
