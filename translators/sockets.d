/*
 * Address families: include/linux/socket.h. inet_ntop() takes AF_INET and AF_INET6.
 */
inline int AF_UNSPEC = 0;
inline int AF_UNIX = 1;
inline int AF_LOCAL = 1;
inline int AF_INET = 2;
inline int AF_INET6 = 10;
inline int AF_NETLINK = 16;
inline int AF_PACKET = 17;

/*
 * Kinds of network hardware: linux/if_arp.h, by the names of other systems where these have more.
 */
inline int ARPHRD_ETHER = 1;
inline int ARPHRD_IEEE802 = 6;
inline int ARPHRD_FRELAY = 15;
inline int ARPHRD_INFINIBAND = 32;
inline int ARPHRD_IEEE1394 = 24;
inline int ARPHRD_LOOPBACK = 772;
inline int ARPHRD_IPGRE = 778;
inline int ARPHRD_IEEE80211 = 801;
inline int ARPHRD_NONE = 0xfffe;
