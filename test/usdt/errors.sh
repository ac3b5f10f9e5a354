# What -h and -G say of wrong provider files and objects; nothing is left behind.
run() {
  local status=0
  "$DTRACE" "$@" >../out 2>&1 || status=$?
  echo "$(grep -v '^  *-\|^Usage\|^  A description' ../out)"$'\n'"status $status"
}
mkdir here && cd here || exit 1
header() { printf '%s\n' "$1" >p.d; run -h -s p.d -x errtags; }
header 'provider p { probe a(int); probe a(long); };'
header 'provider p9 { probe a(int); };'
header 'provider p { probe a(int); }; provider p { probe b(); };'
header 'provider p { probe a(int, int, int, int, int, int, int, int, int, int, int, int, int); };'
header 'provider p { probe a(int x) : (string y); };'
header 'provider p { probe a(int, ); };'
header 'syscall::read:entry { trace(1); }'
header 'int x;'
header 'provider p { probe a() = syscall::read:entry; };'
run -h
run -h -s nosuch.d
run -h -n BEGIN
echo 'provider p { probe a(); };' >p.d
run -h -s p.d -o no/such/folder.h
run -G -s p.d -o p.o nosuch.o
run -G -s p.d -o p.o p.d
run -G -s p.d -o /dev/full
run -h -s p.d -o /dev/full
[ -c /dev/full ] || echo 'the device is gone'
ls
