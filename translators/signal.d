/*
 * The signal numbers of Linux (asm-generic/signal.h), for arguments and raise().
 */
inline int SIGHUP = 1;
inline int SIGINT = 2;
inline int SIGQUIT = 3;
inline int SIGILL = 4;
inline int SIGTRAP = 5;
inline int SIGABRT = 6;
inline int SIGBUS = 7;
inline int SIGFPE = 8;
inline int SIGKILL = 9;
inline int SIGUSR1 = 10;
inline int SIGSEGV = 11;
inline int SIGUSR2 = 12;
inline int SIGPIPE = 13;
inline int SIGALRM = 14;
inline int SIGTERM = 15;
inline int SIGSTKFLT = 16;
inline int SIGCHLD = 17;
inline int SIGCONT = 18;
inline int SIGSTOP = 19;
inline int SIGTSTP = 20;
inline int SIGTTIN = 21;
inline int SIGTTOU = 22;
inline int SIGURG = 23;
inline int SIGXCPU = 24;
inline int SIGXFSZ = 25;
inline int SIGVTALRM = 26;
inline int SIGPROF = 27;
inline int SIGWINCH = 28;
inline int SIGIO = 29;
inline int SIGPWR = 30;
inline int SIGSYS = 31;
inline int SIGIOT = 6;
inline int SIGPOLL = 29;
inline int SIGCLD = 17;

/* Of other systems: no signal here has these numbers. */
inline int SIGEMT = -1;
inline int SIGINFO = -1;
inline int SIGWAITING = -1;
inline int SIGLWP = -1;
inline int SIGFREEZE = -1;
inline int SIGTHAW = -1;
inline int SIGCANCEL = -1;
inline int SIGLOST = -1;
inline int SIGXRES = -1;
inline int SIGJVM1 = -1;
inline int SIGJVM2 = -1;
inline int SIGTHR = -1;
inline int SIGLIBRT = -1;
