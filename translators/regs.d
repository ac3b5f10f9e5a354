/*
 * The registers of uregs[], by name. Those of another architecture than the machine's are refused.
 */
inline int R_R15 = 0;
inline int R_R14 = 1;
inline int R_R13 = 2;
inline int R_R12 = 3;
inline int R_RBP = 4;
inline int R_RBX = 5;
inline int R_R11 = 6;
inline int R_R10 = 7;
inline int R_R9 = 8;
inline int R_R8 = 9;
inline int R_RAX = 10;
inline int R_RCX = 11;
inline int R_RDX = 12;
inline int R_RSI = 13;
inline int R_RDI = 14;
inline int R_ORIG_RAX = 15;
inline int R_RIP = 16;
inline int R_CS = 17;
inline int R_RFL = 18;
inline int R_RSP = 19;
inline int R_SS = 20;
inline int R_FS = 21;
inline int R_GS = 22;
inline int R_DS = 23;
inline int R_ES = 24;
inline int R_FSBASE = 25;
inline int R_GSBASE = 26;
inline int R_TRAPNO = 27;
inline int R_ERR = 28;

/* The names of 32-bit programs. */
inline int R_EBP = R_RBP;
inline int R_EBX = R_RBX;
inline int R_EAX = R_RAX;
inline int R_ECX = R_RCX;
inline int R_EDX = R_RDX;
inline int R_ESI = R_RSI;
inline int R_EDI = R_RDI;
inline int R_EIP = R_RIP;
inline int R_EFL = R_RFL;
inline int R_ESP = R_RSP;
inline int R_UESP = R_RSP;

/* aarch64 */
inline int R_X0 = 64;
inline int R_X1 = 65;
inline int R_X2 = 66;
inline int R_X3 = 67;
inline int R_X4 = 68;
inline int R_X5 = 69;
inline int R_X6 = 70;
inline int R_X7 = 71;
inline int R_X8 = 72;
inline int R_X9 = 73;
inline int R_X10 = 74;
inline int R_X11 = 75;
inline int R_X12 = 76;
inline int R_X13 = 77;
inline int R_X14 = 78;
inline int R_X15 = 79;
inline int R_X16 = 80;
inline int R_X17 = 81;
inline int R_X18 = 82;
inline int R_X19 = 83;
inline int R_X20 = 84;
inline int R_X21 = 85;
inline int R_X22 = 86;
inline int R_X23 = 87;
inline int R_X24 = 88;
inline int R_X25 = 89;
inline int R_X26 = 90;
inline int R_X27 = 91;
inline int R_X28 = 92;
inline int R_X29 = 93;
inline int R_X30 = 94;
inline int R_LR = R_X30;
inline int R_PSTATE = 97;

/* On every architecture: program counter, stack and frame pointer, status, the two result registers. */
inline int R_PC = 128;
inline int R_SP = 129;
inline int R_FP = 130;
inline int R_PS = 131;
inline int R_R0 = 132;
inline int R_R1 = 133;
