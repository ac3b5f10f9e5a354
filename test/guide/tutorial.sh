# Every command of the tutorial runs, in order and in one folder, and prints something.
# @requires: root
# @requires: command:cc
# @time: 120
. "$TESTDIR/commands"
read_commands "$TESTDIR/../../man/guide/tutorial.md"
dtrace() { "$DTRACE" "$@"; }

for i in "${!blocks[@]}"; do
  if ! eval "${blocks[i]}" >printed 2>told; then
    echo "this fails: ${blocks[i]}"
    cat told
  elif [ ! -s printed ]; then
    echo "this prints nothing: ${blocks[i]}"
  elif [ -n "${wanted[i]}" ] && [ "$(cat printed)" != "$(printf %s "${wanted[i]}")" ]; then
    echo "this prints something else: ${blocks[i]}"
    cat printed
  fi
done
echo "${#blocks[@]} commands"
