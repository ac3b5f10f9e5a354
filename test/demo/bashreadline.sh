# Two lines that are typed into a shell with a terminal, once its probe is there.
# @requires: root command:script
. "$TESTDIR/demo"
mkfifo typed
script -qec 'echo $$ >shell; exec bash --norc --noprofile -i' /dev/null <typed >/dev/null 2>&1 &
exec 3>typed
until [ -s shell ] && [ "$(readlink "/proc/$(cat shell)/exe")" = "$(readlink -f "$(command -v bash)")" ]; do sleep 0.1; done
demo programs/bashreadline.d -p "$(cat shell)" &
until grep -q COMMAND out 2>/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
# The line that bash waits for already is not seen.
printf 'true\necho one\necho two three\nexit\n' >&3
exec 3>&-
wait
awk 'NR > 1 && NF { $1 = $2 = $3 = $4 = $5 = ""; sub("^ *", ""); print }' out
