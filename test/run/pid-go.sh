# A server in Go under load, its functions traced on entry and return while goroutines go from thread to
# thread and their stacks move: it works on, every count is right, results meet their arguments by goid.
# @requires: command:go
# @time: 120
export GOCACHE=$PWD/cache GO111MODULE=off
cat >server.go <<'ENDGO'
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

//go:noinline
func Work(n int, name string) (int, int) {
	Deep(30)
	return n * 2, len(name)
}

//go:noinline
func Deep(n int) int {
	var block [256]byte
	block[n] = byte(n)
	if n == 0 {
		return int(block[0])
	}
	return Deep(n-1) + int(block[n])
}

func main() {
	seconds, _ := strconv.Atoi(os.Args[1])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		double, length := Work(n, "request")
		fmt.Fprintf(w, "%d %d", double, length)
	})
	go http.Serve(listener, nil)
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	var wait sync.WaitGroup
	var lock sync.Mutex
	total, wrong := 0, 0
	for client := 0; client < 8; client++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := 1; time.Now().Before(end); i++ {
				answer, err := http.Get(fmt.Sprintf("http://%s/?n=%d", listener.Addr(), i))
				if err != nil {
					panic(err)
				}
				text, _ := io.ReadAll(answer.Body)
				answer.Body.Close()
				lock.Lock()
				total++
				if string(text) != fmt.Sprintf("%d 7", i*2) {
					wrong++
				}
				lock.Unlock()
			}
		}()
	}
	wait.Wait()
	fmt.Printf("requests %d\nwrong %d\n", total, wrong)
}
ENDGO
go build -o server server.go || exit 1
"$DTRACE" -q -c "./server ${GO_SECONDS:-10}" -n '
  pid$target:server:main.Work:entry {
    @["entries"] = sum(1); @["names"] = sum(copyinstr(arg1, arg2) == "request");
    number[goid] = arg0; began[goid] = timestamp; }
  pid$target:server:main.Work:return {
    @["returns"] = sum(1); @["doubled"] = sum(arg1 == 2 * number[goid]);
    @["timed"] = sum(began[goid] != 0 && timestamp > began[goid]);
    number[goid] = 0; began[goid] = 0; }
  pid$target:server:main.Deep:entry { @["deep entries"] = sum(1); }
  pid$target:server:main.Deep:return { @["deep returns"] = sum(1); }
  END { printa("%s %@d\n", @); }' >out || echo "status $?"
number() { sed -n "s/^$1 //p" out; }
requests=$(number requests)
[ "$requests" -gt 100 ] && echo 'many requests' || cat out
for of in entries names returns doubled timed; do
  [ "$(number $of)" = "$requests" ] || echo "$of $(number $of) of $requests"
done
for of in 'deep entries' 'deep returns'; do
  [ "$(number "$of")" = $((31 * requests)) ] || echo "$of $(number "$of") of $((31 * requests))"
done
echo "wrong $(number wrong)"
[ -z "${GO_SECONDS:-}" ] || cat out >&2
