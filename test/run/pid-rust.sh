# Rust: functions by their names in the source or as the symbol table has them, methods and those of
# traits among them; arguments, results, and stacks with what was inlined.
# @requires: command:rustc
# @time: 60
cat >shop.rs <<'ENDRS'
pub struct Shop { price: u64 }
impl Shop {
    #[inline(never)]
    pub fn total(&self, count: u64) -> u64 { self.price * count }
}
pub trait Priced { fn price(&self, add: u64) -> u64; }
impl Priced for Shop {
    #[inline(never)]
    fn price(&self, add: u64) -> u64 { self.price + add }
}
#[inline(never)]
pub fn twice<T: std::ops::Add<Output = T> + Copy>(value: T) -> T { value + value }
#[inline(never)]
pub fn leaf(n: u64) -> u64 { std::env::args().count() as u64 + n }
#[inline(always)]
fn wrapped(n: u64) -> u64 { leaf(n) + 1 }
#[inline(never)]
fn each(values: &[u64]) -> u64 { let mut sum = 0; for v in values { sum += wrapped(*v); } sum }
fn main() {
    let shop = Shop { price: std::env::args().count() as u64 + 6 };
    let mut sum = 0;
    for i in 0..1000u64 { sum += shop.total(i); }
    println!("{} {} {} {}", sum, each(&[1, 2, 3]), shop.price(4), twice(shop.price));
}
ENDRS
rustc -g -O -o shop shop.rs || exit 1
"$DTRACE" -q -c ./shop -n '
  pid$target:shop:"shop::Shop::total":entry { @[probefunc, "arguments"] = sum(arg1); }
  pid$target:shop:"shop::Shop::total":return { @[probefunc, "results"] = sum(arg1); }
  pid$target:shop:"<shop::Shop as shop::Priced>::price":return { @[probefunc, "results"] = sum(arg1); }
  pid$target:shop:*shop*Priced*:entry { @[probefunc, "times"] = sum(1); }
  pid$target:shop:_*4shop4each*:entry { @[probefunc, "times"] = sum(1); }
  END { printa("%s %s %@d\n", @); }' | sort
"$DTRACE" -q -x ustackunwind=auto -c ./shop -n 'pid$target:shop:shop\:\:leaf:entry { ustack(3); exit(0); }' |
  sed -nE 's/^ +([^+]*)(\+0x.*)?/\1/p'
