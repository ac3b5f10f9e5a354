# A made packet: dumped, and in a file as pcap has it, the header once.
script='BEGIN {
  this->data = (char *)alloca(4);
  bcopy("\x45abc", this->data, 4);
  this->skb = (struct sk_buff *)alloca(sizeof (struct sk_buff));
  this->skb->len = 9;
  this->skb->data_len = 5;
  this->skb->data = (unsigned char *)this->data;
'
"$DTRACE" -qn "$script pcap(this->skb, PCAP_IP); exit(0); }" || exit 1
"$DTRACE" -qwn "$script freopen(\"%s\", \"packets\"); pcap(this->skb, PCAP_IP);
  pcap(this->skb, PCAP_IP); freopen(\"\"); exit(0); }" || exit 1
od -An -v -tx4 -N24 packets
for at in 32 52; do
  od -An -v -tx4 -j$at -N8 packets
  od -An -v -c -j$((at + 8)) -N4 packets
done
stat -c '%s bytes' packets
"$DTRACE" -qx pcapsize=64 -n "$script this->skb->data = (unsigned char *)1; pcap(this->skb, PCAP_IP); }
  ERROR { printf(\"fault %d\n\", arg4); exit(0); }" 2>/dev/null
