# Go: arguments and results with their types. Each word of a struct, a slice or a string has a register
# of its own, so what comes behind them is found all the same; floating point has others.
# @requires: command:go
# @time: 60
export GOCACHE=$PWD/cache GO111MODULE=off
cat >small.go <<'ENDGO'
package main

type Item struct {
	name         string
	price, count int
}
type Pair struct {
	a int
	b float64
	c int
}

//go:noinline
func (item *Item) Total(add int) int { return item.price*item.count + add }

//go:noinline
func sum(values []int, pair Pair, name string, one [1]int, last int) (int, error) {
	total := last + one[0]
	for _, v := range values {
		total += v
	}
	return total + pair.a + pair.c + len(name), nil
}
func main() {
	item := &Item{"bolt", 3, 4}
	println(item.Total(5))
	total, _ := sum([]int{1, 2, 3}, Pair{10, 1.5, 20}, "abc", [1]int{100}, 7)
	println(total)
}
ENDGO
go build -o small small.go || exit 1
"$DTRACE" -lv -c ./small -n 'pid$target:small:main.sum:entry,pid$target:small:main.sum:return' 2>/dev/null |
  grep -oE 'args\[.*'
"$DTRACE" -q -c ./small -n '
  pid$target:small:main.sum:entry { printf("last %d name %s\n", args[4], copyinstr(arg5, arg6)); }
  pid$target:small:main.sum:return { printf("sum %d\n", args[1]); }
  pid$target:small:"main.(*Item).Total":entry
  { printf("%s %d %d %d\n", probefunc, args[0]->price, args[0]->count, args[1]);
    printf("%s\n", copyinstr((uintptr_t)args[0]->name.str, args[0]->name.len)); }
  pid$target:small:main.\(\*Item\).Total:return { printf("total %d\n", args[1]); }' 2>/dev/null
