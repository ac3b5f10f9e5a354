# What is printed is ASCII, whatever the language is set to: no string of the sources has anything else.
# @requires: host
cd "$TESTDIR/../.." || exit 1
LC_ALL=C.UTF-8 grep -rnP '"[^"]*[^\x00-\x7F][^"]*"' libdtrace dtrace/*.cc bpf --include=*.cc --include=*.h --include=*.c \
  --include=*.def --include=*.y --include=*.re | grep -vE '^[^:]*:[0-9]+: *(//|\*|/\*)|// "'
true
