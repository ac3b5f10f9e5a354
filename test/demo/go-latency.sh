# A function that sleeps for 20 ms, in 20 goroutines at the same time.
# @requires: root command:go
# @time: 120
. "$TESTDIR/demo"
export GOCACHE=$PWD/cache GO111MODULE=off
cat >work.go <<'G'
package main

import (
	"sync"
	"time"
)

type Server struct{ served int64 }

//go:noinline
func (server *Server) Handle(number int) int {
	time.Sleep(20 * time.Millisecond)
	return number
}

func main() {
	var all sync.WaitGroup
	server := &Server{}
	for i := 0; i < 20; i++ {
		all.Add(1)
		go func(number int) { server.Handle(number); all.Done() }(i)
	}
	all.Wait()
}
G
go build -o work work.go || exit 1
demo programs/go-latency.d -c ./work 'main.(?Server).Handle'
awk -F'|' 'NF == 2 && $1 + 0 >= 16384 && $1 + 0 < 1000000 { split($2, part, " "); n += part[length(part)] }
  END { print n + 0, "of 16 ms and more" }' out
grep calls out
