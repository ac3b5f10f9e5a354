# Known bytes in known calls, by device, file and pipe.
# @requires: root
. "$TESTDIR/demo"
cat >work <<'W'
dd if=/dev/zero of=file bs=1000 count=50 status=none
cat file | dd of=/dev/null bs=50000 iflag=fullblock status=none
W
demo files/file-io.d -c 'bash work'
awk '$3 == "dd" && $6 !~ /[.]so|locale|gconv/ { n = split($6, part, /[\/:]/)
  piped = part[1] == "pipe"; print $1, piped ? "" : $2, $5, piped ? "pipe" : part[n] }' out | sort
