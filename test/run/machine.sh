# --info: a text to paste into a report of a fault. What is missing says what it costs.
"$DTRACE" --info >out 2>err || { cat err; exit 1; }
[ ! -s err ] || cat err
grep -E '^[a-z]+:$' out
awk -v release="$(uname -r)" -v machine="$(uname -m)" '$1 == "kernel" && $2 == release && $3 == machine { n++ } END { print n + 0 }' out
grep -cE '^  (dtrace|LLVM|libbpf) +[0-9]+\.[0-9]+' out
grep -E '^  bpf ' out
sed -n '/^features:/,$p' out | grep -E ' (no|missing)$'
awk 'length > 160' out
