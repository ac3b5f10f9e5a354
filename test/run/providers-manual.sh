# The examples of dtrace-providers(7), taken from its text: all declarations compile, the commands and
# programs do what it says.
# @requires: host
# @time: 60
page=$TESTDIR/../../man/dtrace-providers.7.in
mkdir mylib
awk '/^\.nf/ { n++; next } /^\.fi/ { on = 0; next } { on = 1 }
  /^\./ { next } /^\t/ { gsub(/\\-/, "-"); gsub(/\\e/, "\\"); print > ("block" n) }' "$page"
programs=0
for block in block*; do
  grep -q '\.\.\.' $block && continue
  case $(head -1 $block) in
  *'probe '*) { echo 'provider wrapped {'; cat $block; echo '};'; } >wrapped.d ;;
  *'provider '* | *'#pragma'*) cp $block wrapped.d ;;
  *) continue ;;
  esac
  grep -q pragma wrapped.d && echo 'provider shop { probe opened() = dtrace:::BEGIN; };' >>wrapped.d
  grep -qE '^[[:space:]]*[a-z]+:::' wrapped.d || echo 'BEGIN { }' >>wrapped.d
  if grep -q 'provider syscall' wrapped.d; then
    mkdir names && sed '/^BEGIN/d' wrapped.d >names/names.d
    "$DTRACE" -q -L names -n 'syscall::open64:entry /pid == $target/ { @[copyinstr(arg0)] = count(); }' \
      -c 'cat /nonexistent' 2>/dev/null | grep nonexistent
  else
    "$DTRACE" -q -e -s wrapped.d || { echo "$block:"; cat wrapped.d; }
  fi
  programs=$((programs + 1))
done
echo "declarations: $((programs > 5))"
cp "$(grep -l 'open__failed' block* | head -1)" mylib/shop.d
"$DTRACE" -q -L mylib -n 'shop:::open-failed /pid == $target/ { printf("%s %d\n", args[0], args[1]); exit(0); }' \
  -c 'cat /nonexistent' 2>/dev/null
"$DTRACE" -L mylib -lvP shop | sed -n 's/^\t\t//p' | grep 'args\['
sed 's/reads:::big {/reads:::big \/ppid == $target\/ {/' "$(grep -l 'reads {' block*)" >reads.d
"$DTRACE" -q -s reads.d -c 'sh -c "dd if=/dev/zero of=/dev/null bs=100000 count=7 2>/dev/null; true"' |
  awk '$1 == 65536 { print "big reads", $NF }'
sed 's/life:::death {/life:::death \/pid == $target || ppid == $target\/ {/' "$(grep -l 'life {' block*)" >life.d
"$DTRACE" -q -s life.d -c 'sh -c "true; /bin/true; true"' | sed -E 's/ [0-9]+ / N /' | sort | uniq -c | awk '{ print $1, $2, $3, $4 }'
exit 0
