/*
 * Protections and kinds of mappings: mmap(2) and mprotect(2), asm-generic/mman-common.h. What Linux does
 * not have is 0, a bit that is never set.
 */
inline int PROT_NONE = 0;
inline int PROT_READ = 1;
inline int PROT_WRITE = 2;
inline int PROT_EXEC = 4;
inline int MAP_SHARED = 1;
inline int MAP_PRIVATE = 2;
inline int MAP_TYPE = 0xf;
inline int MAP_FIXED = 0x10;
inline int MAP_ANON = 0x20;
inline int MAP_ANONYMOUS = 0x20;
inline int MAP_GROWSDOWN = 0x100;
inline int MAP_LOCKED = 0x2000;
inline int MAP_NORESERVE = 0x4000;
inline int MAP_POPULATE = 0x8000;
inline int MAP_STACK = 0x20000;
inline int MAP_HUGETLB = 0x40000;
inline int MAP_INITDATA = 0;
inline int MAP_TEXT = 0;
inline int MAP_ALIGN = 0;
