# A program that reads and writes 200 times; a file is made, synced and removed.
# @requires: fbt
# @time: 60
. "$TESTDIR/demo"
cat >work <<W
dd if=/dev/zero of=file bs=10 count=200 conv=fsync status=none
mkdir folder
rmdir folder
rm file
W
demo files/vfsstat.d -c 'bash work'
awk 'NF == 10 { for (i = 5; i <= 10; i++) n[i] += $i }
  END { print (n[5] >= 200 && n[5] < 600), (n[6] >= 200 && n[6] < 300), n[7], (n[8] > 5), (n[9] >= 1 && n[9] < 5), n[10] }' out
