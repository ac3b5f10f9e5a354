# Every script (fleet/ has a page of its own) begins with its page, is short, can be run, and is in the list.
# @requires: host
# @time: 60
cd "$TESTDIR/../../demo" || exit 1
for script in */*; do
  case $script in c/* | fleet/*) continue ;; esac
  name=${script##*/}
  [ -x "$script" ] || echo "$script: cannot be run"
  for part in "$name - " SYNOPSIS DESCRIPTION EXAMPLE "[.]/$name"; do
    sed '/^ \*\/$/q; /^dtrace/q' "$script" | grep -qE "^( \*|#) +.*$part" || echo "$script: no $part"
  done
  lines=$(sed '1,/^ \*\/$/d' "$script" | wc -l)
  [ "$lines" -le 40 ] || echo "$script: $lines lines"
  grep -q "^- \`$name\`" README.md || echo "$script: not in README.md"
done
sed -nE 's/^- `([^`]*)`.*/\1/p' README.md | while read -r name; do
  compgen -G "*/$name" >/dev/null || [ -e "$name" ] || echo "$name: in README.md alone"
done
