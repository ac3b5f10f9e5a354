package main

import (
	"fmt"
	"sort"
	"strings"
)

//go:noinline
func hash(text string) uint64 {
	sum := uint64(14695981039346656037)
	for i := 0; i < len(text); i++ {
		sum = (sum ^ uint64(text[i])) * 1099511628211
	}
	return sum
}

//go:noinline
func deep(n int) int {
	var room [64]int
	room[n%64] = n
	if n == 0 {
		return 1
	}
	return deep(n-1) + room[n%64]
}

func main() {
	words := strings.Fields("one two three four five six seven")
	sort.Strings(words)
	counts := map[string]int{}
	for i := 0; i < 50; i++ {
		counts[words[i%len(words)]] += i
	}
	results := make(chan int)
	go func() { results <- deep(500) }()
	fmt.Println(words, hash("text"), <-results, counts["six"])
}
