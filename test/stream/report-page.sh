# The page of dtrace-report in a browser: each kind of picture is there, with what was traced, and it works.
# @requires: root command:chromium
# @time: 120
report=$(dirname "$DTRACE")/streams/dtrace-report
fail() { echo "$*"; exit 1; }
"$DTRACE" -x oformat=ndjson -qn '
  syscall::getppid:entry /pid == $target/ {
    @stacks[execname, stack(), ustack()] = count(); @size = quantize(n++); @[probefunc] = count();
    @average["a"] = avg(n); }
  syscall::getppid:entry /pid == $target && n % 50 == 0/ {
    printa(@size); clear(@size); printa(@); trace("<i>text</i>"); ustack(3); }
  ' -c 'getppid-loop 500' >stream || exit 1
"$report" -t 'A <title>' -o page.html stream || exit 1

dom() { chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/browser" --timeout=20000 --dump-dom "file://$PWD/$1" 2>/dev/null; }
count() { grep -oE "$1" dom | wc -l; }
dom page.html >dom
[ "$(count '<section data-kind="flame"')" = 2 ] || { head -c 3000 dom; fail 'flame graphs'; }
[ "$(count '<section data-kind="distribution"')" = 1 ] || fail 'distributions'
[ "$(count '<section data-kind="series"')" = 1 ] || fail 'series'
[ "$(count '<section data-kind="table"')" = 2 ] || fail 'tables'
[ "$(count '<section data-kind="records"')" = 1 ] || fail 'records'
[ "$(count '<canvas class="heat"')" = 2 ] || fail 'heat maps'
grep -q '<title>A &lt;title&gt;</title>' dom || fail 'title'
[ "$(count '&lt;i&gt;text&lt;/i&gt;')" = 10 ] || fail 'records as text'
grep -qE 'title="getppid-loop: 500 count, 100.00 %"' dom || fail 'a frame'
grep -q '<td class="number">500</td>' dom || fail 'numbers of tables'
grep -qE 'data-columns="1[01]"' dom || fail 'times of the heat map'

# A click on a frame, a word that is sought, a column that is chosen and one that is sorted by.
nonce=$(grep -oE 'nonce-[0-9a-f]+' page.html | head -n 1)
{
  sed 's|</body></html>$||' page.html
  cat <<HTML
<script nonce="${nonce#nonce-}">
const graph = document.querySelector('.flame'), seek = document.querySelector('input[type=search]');
const frame = [...graph.children].find(box => box.textContent.includes('syscall'));
const id = frame.dataset.node;
frame.click();
const zoomed = graph.querySelector('[data-node="' + id + '"]').style.width;
seek.value = 'syscall', seek.dispatchEvent(new Event('input'));
const sought = graph.querySelectorAll('.match').length;
const heat = document.querySelector('[data-kind=distribution] canvas');
heat.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
const chosen = document.querySelector('.chosen p').textContent;
const head = document.querySelector('[data-kind=table] th button');
head.click();
document.body.dataset.did = [zoomed, sought > 0, chosen.startsWith('at '), head.parentNode.getAttribute('aria-sort')].join(' ');
</script></body></html>
HTML
} >driven.html
dom driven.html >dom
grep -oE 'data-did="[^"]*"' dom >did || fail 'the script did not end'
echo 'data-did="100% true true ascending"' | diff - did
