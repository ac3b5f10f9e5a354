# A script that names dtrace in its first line.
path=$DTRACE
[ ${#path} -lt 100 ] || { ln -s "$DTRACE" /tmp/dtrace-test-$$; path=/tmp/dtrace-test-$$; }
cat >script.d <<D
#!$path -qs
BEGIN
{
	printf("%d %s %s\n", \$1, \$\$2, basename(\$\$0));
	exit(\$1);
}
D
chmod +x script.d
./script.d 6 /tmp
echo "status $?"
rm -f /tmp/dtrace-test-$$
