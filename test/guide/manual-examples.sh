# Every example of dtrace(8) compiles here: those of -c with a program that has what they name, those of -l
# and of a process that is not there excepted.
# @requires: root command:gcc
# @time: 300
page=$TESTDIR/../../man/dtrace.8.in
echo 'int main(void) { return 0; }' | gcc -x c -o program -
compiled=0
while IFS= read -r -d $'\f' command; do
  case $command in
  *' -p 1234'* | 'dtrace -l'*) continue ;;
  esac
  compiled=$((compiled + 1))
  eval "dtrace() { '$DTRACE' -e \"\$@\"; }; $command" >printed 2>told || { echo "$command"; cat told; }
done < <(sed -n '/^\.Sh EXAMPLES/,/^\.Sh DIAGNOSTICS/p' "$page" | sed 's/\\e/\\/g; s/^\.Ed$/\f/; /^\./d' |
  awk '/^dtrace / { in_it = 1 } /\f/ { if (in_it) printf "\f"; in_it = 0 } in_it')
[ $compiled -ge 20 ] || echo "only $compiled examples"
