# Wrong usage names the option and shows the options on stderr; nothing goes to stdout.
"$DTRACE" -Q >out 2>err
[ ! -s out ] || { echo 'usage on stdout'; exit 1; }
grep -qi 'usage' err || { echo 'no usage:'; cat err; exit 1; }
grep -q 'Q' err || { echo 'the option is not named:'; cat err; exit 1; }
for option in n s P m f i l q x o e c p Z w F C D U I b L v V; do
  grep -qE -e "-$option\b|\[-[A-Za-z0-9]*$option" err || { echo "usage lacks -$option"; cat err; exit 1; }
done
