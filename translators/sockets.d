/*
 * The address families that inet_ntop() takes.
 */
inline int AF_INET = 2;
inline int AF_INET6 = 10;

/*
 * Kinds of network hardware: linux/if_arp.h, by the names of other systems where these have more.
 */
inline int ARPHRD_ETHER = 1;
inline int ARPHRD_IEEE802 = 6;
inline int ARPHRD_INFINIBAND = 32;
inline int ARPHRD_IEEE1394 = 24;
inline int ARPHRD_LOOPBACK = 772;
inline int ARPHRD_IPGRE = 778;
inline int ARPHRD_IEEE80211 = 801;
inline int ARPHRD_NONE = 0xfffe;
