# Debian's PHP 8.2: functions with their classes, exceptions, errors.
# @requires: root command:php8.2
# @time: 120
readelf -n "$(command -v php8.2)" 2>/dev/null | grep -q 'Provider: php' ||
  { echo 'the machine has no PHP with probes'; exit 77; }
cat >work.php <<'END'
<?php
class Shop {
  static function sell($n) { if ($n == 3) throw new DomainException("sold out"); return $n; }
}
function open_shop() { for ($i = 0; $i < 5; $i++) try { Shop::sell($i); } catch (Exception $e) {} }
for ($i = 0; $i < 4; $i++) open_shop();
END
export USE_ZEND_DTRACE=1
"$DTRACE" -l -c 'php8.2 -n work.php' -n 'php$target:::' | awk 'NR > 1 { print $NF }' | sort -u | tr '\n' ' '
echo
"$DTRACE" -q -c 'php8.2 -n work.php' -n '
php$target:::function-entry { @["entry", copyinstr(arg3), copyinstr(arg4), copyinstr(arg0), arg2] = count(); }
php$target:::exception-thrown /arg0/ { @thrown[copyinstr(arg0)] = count(); }
END { printa("%s %s%s%s %d %@d\n", @); printa("%s %@d\n", @thrown); }'
