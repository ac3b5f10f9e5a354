# mib and ip: what goes wrong on a network. Packets with a bad header and a bad checksum, data that
# comes again or too early, data that is lost and sent again, packets that a full queue drops.
# @requires: root command:python3.11 command:ip command:tc command:unshare
# @time: 60
# @alone: network
queue='tc qdisc add dev lo root tbf rate 8kbit burst 1600 limit 1600'
unshare -n $queue 2>/dev/null || { echo 'the kernel has no namespaces of networks, or no tbf queue'; exit 77; }
cat >network.py <<'PYTHON'
import ctypes, socket, struct, subprocess, sys, time

def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff

def datagram(words, damage):  # words: the length that the header says it has, in 32 bit
    here = socket.inet_aton('127.0.0.1')
    payload = struct.pack('!HHHH', 4000, 4001, 12, 0) + b'data'
    header = struct.pack('!BBHHHBBH4s4s', 0x40 | words, 0, 32, 1, 0, 64, 17, 0, here, here)
    right = checksum(header)
    return header[:10] + struct.pack('!H', right ^ damage) + header[12:] + payload

link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
link.bind(('lo', 0))
ethernet = bytes(12) + b'\x08\0'
link.send(ethernet + datagram(5, 0x1111))
link.send(ethernet + datagram(3, 0))

server = socket.create_server(('127.0.0.1', 0))
sender = socket.create_connection(server.getsockname())
receiver, _ = server.accept()
sender.send(b'x' * 100)
while True:
    frame = link.recv(65536)
    if frame[23] == socket.IPPROTO_TCP and frame.endswith(b'x' * 100):
        break
receiver.recv(100)

def again(ahead):  # the segment, as if it stood that many bytes later in the stream
    segment = bytearray(frame[34:])
    segment[4:8] = struct.pack('!I', struct.unpack('!I', segment[4:8])[0] + ahead & 0xffffffff)
    segment[16:18] = bytes(2)
    pseudo = frame[26:34] + struct.pack('!BBH', 0, socket.IPPROTO_TCP, len(segment))
    segment[16:18] = struct.pack('!H', checksum(pseudo + bytes(segment)))
    link.send(frame[:34] + bytes(segment))

again(0)
again(1000)

# The receiver's socket filter drops all, for a while.
SO_ATTACH_FILTER, SO_DETACH_FILTER = 26, 27
nothing = ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0))
program = struct.pack('HxxxxxxQ', 1, ctypes.addressof(nothing))
receiver.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
sender.send(b'y' * 77)
time.sleep(0.5)
receiver.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)
receiver.recv(77)

# All at once, more than the interface's queue takes.
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
subprocess.run(sys.argv[1:], check=True)
for i in range(10):
    datagrams.sendto(b'z' * 1000, ('127.0.0.1', 4001))
PYTHON
echo "ip link set lo up && exec python3.11 network.py $queue" >network
"$DTRACE" -q -c 'unshare -n sh network' -n '
mib:::ipInHdrErrors, mib:::ipInCksumErrs, mib:::tcpInDataDup*, mib:::tcpInDataUnorder* { @[probename] = sum(args[0]); }
mib:::tcpRetransBytes { @bytes[probename] = sum(args[0]); }
mib:::ipIfStatsOutDiscards { @discards = sum(args[0]); }
ip:::drop-out /args[3]->if_name == "lo" && args[4]->ipv4_protostr == "UDP"/
{
	@drops = count();
	@packets[args[2]->ip_saddr, args[2]->ip_daddr, args[2]->ip_plength] = max(1);
}
END
{
	printa("%s %@d\n", @);
	printa("%s %@d\n", @bytes);
	printa("drop-out %s %s %d\n", @packets);
	printa("drops %@d %@d\n", @drops, @discards);
}' >out || exit 1
# How often data is sent again is up to the clock, how much the queue takes to its burst; what is left
# in it at the end is discarded too.
awk '/^tcpRetransBytes/ { $2 = $2 % 77 ? $2 : "all of it" }
  /^drops/ { $0 = $2 > 2 && $2 <= 10 && $3 >= $2 ? "most are dropped, as mib counts" : $0 } NF' out
