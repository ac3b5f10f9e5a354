use std::collections::BTreeMap;

#[inline(never)]
fn hash(text: &str) -> u64 {
    text.bytes().fold(14695981039346656037, |sum: u64, byte| (sum ^ byte as u64).wrapping_mul(1099511628211))
}

#[inline(never)]
fn divide(n: i64) -> i64 {
    if n % 7 == 0 {
        panic!("refused");
    }
    1000 / (n % 7)
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut counts = BTreeMap::new();
    for (i, word) in "one two three four five six seven".split(' ').cycle().take(50).enumerate() {
        *counts.entry(word).or_insert(0) += i;
    }
    let caught = (0..20).filter(|n| std::panic::catch_unwind(|| divide(*n)).is_err()).count();
    println!("{:?} {} {}", counts, hash("text"), caught);
}
