# Every D program on the pages for people of other tools compiles here. Blocks marked `sh fbt` need a
# kernel whose functions can be traced, `sh pid` a program that runs.
# @requires: root
# @time: 300
shopt -s nullglob
pages=("$TESTDIR"/../../man/guide/from-*.md)
[ ${#pages[@]} -gt 0 ] || echo "there are no pages"
kprobes=$([ -d /sys/bus/event_source/devices/kprobe ] && echo yes)
checked=0
for page in "${pages[@]}"; do
  number=0 wanted=
  while IFS= read -r line; do
    number=$((number + 1))
    case $line in
    '```sh' | '```sh root') wanted=yes ;;
    '```sh fbt') wanted=$kprobes ;;
    '```'*) wanted= ;;
    'dtrace '*)
      [ -n "$wanted" ] || continue
      checked=$((checked + 1))
      case $line in
      'dtrace -l'*) command=$line ;;
      *) command="dtrace -e ${line#dtrace }" ;;
      esac
      eval "dtrace() { '$DTRACE' \"\$@\"; }; $command" >printed 2>told || { echo "$page:$number"; cat told; } ;;
    esac
  done <"$page"
done
[ $checked -gt 20 ] || echo "only $checked programs were found"
