# ClusterShell runs dtrace on eight hosts (its local worker: all of them are this machine), and over ssh to a
# server here: dtrace-merge prints what one tracer that saw all of it printed.
# @requires: root command:clush command:sshd command:ssh-keygen
# @time: 120
merge=$(dirname "$DTRACE")/streams/dtrace-merge
dtrace=$(readlink -f "$DTRACE")
loop=$(command -v getppid-loop)
fail() { echo "$*"; exit 1; }

cat >part.d <<'D'
#pragma D option quiet
BEGIN { n = 0; printf("calls\n"); }
syscall::getppid:entry /pid == $target && (i = n++) >= 0 && ($1 == 8 || i % 8 == $1)/ {
  @calls[i % 3] = count(); @size = quantize(i); @mean = avg(i); @least = min(i - 9);
}
END { printa(@calls); printa("%@d %@d\n", @mean, @least); }
D
command="$dtrace -x oformat=ndjson -s $PWD/part.d"
"$DTRACE" -s part.d 8 -c "$loop 400" >all.txt || fail 'one tracer'
clush -R exec -w 'web[0-7]' "$command %n -c '$loop 400'" </dev/null >lines 2>err || { cat err; fail 'clush'; }
"$merge" -n 8 <lines >merged.txt || fail 'merge'
diff all.txt merged.txt || fail 'clush with its local worker'
"$merge" -H -n 8 <lines | grep -cE '^ +web[0-7] ' >rows
[ "$(cat rows)" -ge 8 ] || fail 'by host'

# Four hosts of ssh, which are all this one.
ssh-keygen -qt ed25519 -N '' -f host_key
ssh-keygen -qt ed25519 -N '' -f key
chmod 711 .
cp key.pub authorized
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir -p /run/sshd
cat >sshd_config <<C
ListenAddress 127.0.0.1:$port
HostKey $PWD/host_key
AuthorizedKeysFile $PWD/authorized
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
C
"$(command -v sshd)" -D -e -f sshd_config 2>log & server=$!
trap 'kill $server' EXIT
until grep -q 'Server listening' log; do kill -0 $server || { cat log; fail 'sshd'; }; sleep 0.05; done
cat >ssh_config <<C
Host node*
  HostName 127.0.0.1
  Port $port
  User root
  IdentityFile $PWD/key
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile $PWD/known
C
for n in 0 1 2 3 4 5 6 7; do
  ssh -nF ssh_config node$n "$command $n -c '$loop 400'" 2>>err | sed -u "s/^/node$n: /" &
  hosts="$hosts $!"
done >lines
wait $hosts
"$merge" -n 8 <lines >merged.txt || { cat err log; fail 'merge of ssh'; }
diff all.txt merged.txt || fail 'ssh'
