# Every command of demo/fleet/README.md that is marked as one, and the recipes beside it.
# @requires: root command:prometheus command:promtool command:systemd-analyze command:python3
# @time: 180
fleet=$(readlink -f "$TESTDIR/../../demo/fleet")
fail() { echo "$*"; exit 1; }
mkdir bin
for program in dtrace-export dtrace-merge; do ln -s "$(readlink -f "$(dirname "$DTRACE")")/streams/$program" bin/; done
ln -s "$(readlink -f "$DTRACE")" bin/dtrace
PATH=$PWD/bin:$PATH
result=$PWD
commands=0
run() {
  (cd "$fleet" && eval "$1") >"$result/out" 2>"$result/err" || { cat "$result/err" "$result/out"; fail "$1"; }
  commands=$((commands + 1))
}
kind=
while IFS= read -r line; do
  case $line in
  '```sh live')
    kind=live ;;
  '```sh') kind=sh ;;
  '```') kind= ;;
  *"import yaml"*) python3 -c 'import yaml' 2>/dev/null || { echo 'python3-yaml is not there'; exit 77; }; run "$line" ;;
  *systemd-analyze*)
    # The programs that the unit starts are not installed here.
    (cd "$fleet" && systemd-analyze verify ./dtrace-export@.service) 2>&1 | grep -v 'is not executable' | grep 'dtrace-export@' && fail "$line"
    commands=$((commands + 1)) ;;
  *)
    [ -z "$kind" ] || run "$line"
    [ "$kind" != live ] || cp out live ;;
  esac
done <"$fleet/README.md"
[ "$commands" = 7 ] || fail "$commands commands"
grep -qx 'Prometheus, dtrace_reads_total: 1000[0-9][0-9]' live || { cat live; fail 'reads'; }
grep -qE 'histogram_quantile\(0.99, dtrace_read_ns_bucket\): [1-9][0-9.e+]+ ns' live || { cat live; fail 'quantile'; }
awk '/^  dd +400[0-9]+$/ { seen = 1 } END { exit !seen }' live || { cat live; fail 'merged'; }
