# Programs of a shell or of perl around dtrace: the text of a program in an argument, in a descriptor,
# the process in one word, operands behind.
# @requires: host command:ksh command:perl
# @time: 60
PATH=$(dirname "$DTRACE"):$PATH
cat >ksh-wrapper <<'END'
#!/usr/bin/ksh
opt_pid=0
while getopts p: name; do case $name in p) opt_pid=1; pid=$OPTARG ;; esac; done
shift $((OPTIND - 1))
dtrace='
 #pragma D option quiet
 inline int OPT_pid = '$opt_pid';
 inline int PID = '${pid:-0}';
 dtrace:::BEGIN /OPT_pid/ { printf("ksh %d %s %d\n", PID == $2, $$1, $1); exit(0); }
'
dtrace -n "$dtrace" "$@"
END
cat >sh-wrapper <<'END'
#!/bin/sh
exec 9<<'EOT'
#pragma D option quiet
#pragma D option defaultargs
BEGIN { printf("sh %d %s %d\n", $1, $$2, $3); exit(0); }
EOT
exec dtrace -s /dev/fd/9 "$@"
END
cat >target-wrapper <<'END'
#!/bin/sh
sleep 60 &
/usr/bin/env dtrace -q -p "$!" -n '
  BEGIN { printf("target %d\n", $target == $1); exit(0); }' "$!"
kill "$!"
END
cat >perl-wrapper <<'END'
#!/usr/bin/perl -w
use strict;
my $text = <<"EOT";
#pragma D option quiet
tick-10ms { printf("perl %s %d\\n", "$ARGV[0]", \$1); i++; }
tick-10ms /i == 3/ { exit(0); }
EOT
open(my $from, '-|', 'dtrace', '-n', $text, $ARGV[1]) or die;
while (<$from>) { print "$.: $_" if /perl/; }
close $from;
END
cat >script.d <<'END'
#!/usr/bin/env -S dtrace -Zs
#pragma D option quiet
BEGIN, nosuch:::probe { printf("script %d\n", $1); exit(0); }
END
chmod +x ksh-wrapper sh-wrapper target-wrapper perl-wrapper script.d
./ksh-wrapper -p $$ 17 $$
./sh-wrapper 3 'a word'
./target-wrapper
./perl-wrapper text 5
./script.d 21
echo 'BEGIN { printf("of standard input %s\n", $$1); exit(0); }' | dtrace -q -s /dev/stdin behind
exit 0
