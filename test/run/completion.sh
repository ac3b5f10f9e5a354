# @requires: host
# What bash offers behind -n, -P and -x: one field more than is there, the others as they were written.
set -u
mkdir bin
ln -s "$DTRACE" bin/dtrace
PATH=$PWD/bin:$PATH
. "$TESTDIR/../../dtrace/completion/dtrace.bash.in"
_dtrace_providers | grep -x 'syscall'
_dtrace_descriptions sysca | grep sysca
_dtrace_descriptions syscall::getppi
_dtrace_descriptions syscall::getppid:
_dtrace_descriptions 'syscall:vmlinux:getp?id:e'
_dtrace_descriptions proc:::exec-s
