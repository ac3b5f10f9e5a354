/*
 * Open files: fileinfo_t, made from the kernel's struct file, the flags of open(2) in fi_oflags
 * (asm-generic/fcntl.h), and names for the arguments of calls on files. Of a descriptor that is not
 * open the strings are "<none>".
 */
typedef struct fileinfo {
	string fi_name;			/* last part of fi_pathname */
	string fi_dirname;		/* the rest of it */
	string fi_pathname;		/* as the current process sees it */
	offset_t fi_offset;
	string fi_fs;			/* kind of file system */
	string fi_mount;		/* where that is mounted */
	int fi_oflags;
} fileinfo_t;

translator fileinfo_t < struct file *F > {
	fi_name = F == NULL ? "<none>" : basename(d_path(&F->f_path));
	fi_dirname = F == NULL ? "<none>" : dirname(d_path(&F->f_path));
	fi_pathname = F == NULL ? "<none>" : d_path(&F->f_path);
	fi_offset = F == NULL ? 0 : F->f_pos;
	fi_fs = F == NULL ? "<none>" : stringof(F->f_path.dentry->d_sb->s_type->name);
	fi_mount = F == NULL ? "<none>" : mount_path(F->f_path.mnt);
	fi_oflags = F == NULL ? 0 : F->f_flags;
};

inline int O_ACCMODE = 03;
inline int O_RDONLY = 00;
inline int O_WRONLY = 01;
inline int O_RDWR = 02;
inline int O_CREAT = 0100;
inline int O_EXCL = 0200;
inline int O_NOCTTY = 0400;
inline int O_TRUNC = 01000;
inline int O_APPEND = 02000;
inline int O_NONBLOCK = 04000;
inline int O_NDELAY = 04000;
inline int O_DSYNC = 010000;
inline int O_ASYNC = 020000;
inline int O_DIRECT = __has_type(struct cpuinfo_x86) ? 040000 : 0200000;
inline int O_LARGEFILE = __has_type(struct cpuinfo_x86) ? 0100000 : 0400000;
inline int O_DIRECTORY = __has_type(struct cpuinfo_x86) ? 0200000 : 040000;
inline int O_NOFOLLOW = __has_type(struct cpuinfo_x86) ? 0400000 : 0100000;
inline int O_NOATIME = 01000000;
inline int O_CLOEXEC = 02000000;
inline int O_SYNC = 04010000;
inline int O_RSYNC = 04010000;
inline int O_PATH = 010000000;
inline int O_TMPFILE = 020000000 | O_DIRECTORY;
inline int O_XATTR = 0;

/* lseek(2), fcntl(2), access(2) and the calls that end in "at": include/uapi/linux/{fs,fcntl}.h */
inline int SEEK_SET = 0;
inline int SEEK_CUR = 1;
inline int SEEK_END = 2;
inline int SEEK_DATA = 3;
inline int SEEK_HOLE = 4;
inline int F_DUPFD = 0;
inline int F_GETFD = 1;
inline int F_SETFD = 2;
inline int F_GETFL = 3;
inline int F_SETFL = 4;
inline int F_GETLK = 5;
inline int F_SETLK = 6;
inline int F_SETLKW = 7;
inline int FD_CLOEXEC = 1;
inline int F_OK = 0;
inline int X_OK = 1;
inline int W_OK = 2;
inline int R_OK = 4;
inline int AT_FDCWD = -100;

/* A dev_t of no device. */
inline dev_t NODEV = (dev_t)-1;
