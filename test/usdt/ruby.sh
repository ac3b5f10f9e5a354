# Debian's Ruby 3.1: probes in a library (libruby), its built-in methods by class, name and
# place, objects created. This Ruby passes method-entry only where a TracePoint looks on.
# @requires: root command:ruby3.1
# @time: 120
library=$(ldd "$(command -v ruby3.1)" | sed -nE 's/.*libruby.*=> (\S+) .*/\1/p')
readelf -n "$library" 2>/dev/null | grep -q 'Provider: ruby' ||
  { echo 'the machine has no Ruby with probes'; exit 77; }
cat >work.rb <<'END'
class Shop
  def sell(n) = n * 2
  def open = 10.times { |i| sell(i) }
end
5.times { Shop.new.open }
END
"$DTRACE" -l -c 'ruby3.1 --disable-gems work.rb' -n 'ruby$target:libruby*::' | awk 'NR > 1 { print $NF }' | sort -u | wc -l
"$DTRACE" -q -c 'ruby3.1 --disable-gems work.rb' -n '
ruby$target:::cmethod-entry, ruby$target:::cmethod-return
/basename(copyinstr(arg2)) == "work.rb"/
{
	@[probename, copyinstr(arg0), copyinstr(arg1), arg3] = count();
}
ruby$target:::object-create
/copyinstr(arg0) == "Shop"/
{
	@objects[copyinstr(arg0), basename(copyinstr(arg1)), arg2] = count();
}
END { printa("%s %s#%s %d %@d\n", @); printa("%s %s %d %@d\n", @objects); }'
