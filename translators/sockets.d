/*
 * The address families that inet_ntop() takes.
 */
inline int AF_INET = 2;
inline int AF_INET6 = 10;
