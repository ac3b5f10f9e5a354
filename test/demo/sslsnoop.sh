# What curl asks of a server by TLS, and what it is answered.
# @requires: root host command:openssl command:curl
. "$TESTDIR/demo"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=localhost -days 2 2>/dev/null
echo 'hello from here' >page
openssl s_server -accept 127.0.0.1:0 -key key.pem -cert cert.pem -WWW >server 2>&1 &
trap 'kill %1' EXIT
until port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server) && [ -n "$port" ]; do sleep 0.1; done
demo programs/sslsnoop.d -c "curl -sk -o got https://127.0.0.1:$port/page"
cat got
awk '$1 == "SSL_write" && $2 > 20 { print $1, $4, $5 } $1 == "SSL_read" { print $1, $4, $5; exit }' out
