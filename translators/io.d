/*
 * The io provider: requests to block devices. start fires when a request is given to its driver,
 * done when the driver has finished it: both tell the same device, block and size. What is mapped
 * to other devices (dm, md) or needs no requests (zram, ramdisks) is seen at the device below, if
 * there is one. wait-start and wait-done are a thread's sleep for I/O: the request is not known
 * there, and their arguments are those of no request: 0, "<none>".
 */
#pragma D depends_on library files.d
#pragma D depends_on library errno.d
#pragma D attributes Evolving/Evolving/ISA provider io name
#pragma D attributes Evolving/Evolving/ISA provider io args

typedef struct bufinfo {
	int b_flags;			/* B_READ or B_WRITE, and the others below */
	size_t b_bcount;		/* bytes */
	uintptr_t b_addr;		/* 0 */
	uint64_t b_blkno;		/* 512 byte blocks, from the beginning of the disk */
	uint64_t b_lblkno;		/* the same, from the beginning of the partition */
	size_t b_resid;			/* bytes that were not transferred: all, after an error */
	size_t b_bufsize;
	uintptr_t b_iodone;		/* the function that is called at the end */
	int b_error;			/* at io:::done, the error number */
	dev_t b_edev;			/* the disk or partition */
} bufinfo_t;

inline int B_BUSY = 0x0001;
inline int B_DONE = 0x0002;
inline int B_ERROR = 0x0004;
inline int B_PAGEIO = 0x0010;
inline int B_PHYS = 0x0020;
inline int B_READ = 0x0040;
inline int B_WRITE = 0x0100;
inline int B_ASYNC = 0x0400;

typedef struct devinfo {
	int dev_major;
	int dev_minor;
	int dev_instance;		/* the minor number */
	string dev_name;		/* the driver */
	string dev_statname;		/* as in iostat(1): sda, nvme0n1p2 */
	string dev_pathname;
} devinfo_t;

/* include/linux/blk_types.h: the operation, REQ_SYNC. */
inline int __req_op[struct request *R] = R->cmd_flags & 0xff;
inline int __req_read = 0;
inline int __req_sync = 1 << 11;

/* The partition, where the kernel keeps accounts of it, or the disk. */
inline struct gendisk *__req_disk[struct request *R] =
    __has_member(struct request_queue, disk) ? R->q->disk : R->rq_disk;
inline struct block_device *__req_device[struct request *R] =
    R->part != NULL ? R->part : __req_disk[R]->part0;
/* Its first block, number and name; before Linux 5.11 it was of another type, a part of the disk's. */
inline uint64_t __req_first[struct request *R] =
    __has_member(struct block_device, bd_start_sect) ? __req_device[R]->bd_start_sect :
    R->part != NULL ? R->part->start_sect : R->rq_disk->part0.start_sect;
inline dev_t __req_number[struct request *R] =
    __has_member(struct block_device, bd_start_sect) ? __req_device[R]->bd_dev :
    R->part != NULL ? R->part->__dev.devt : R->rq_disk->part0.__dev.devt;
inline string __req_name[struct request *R] =
    __has_member(struct block_device, bd_start_sect) ? stringof(__req_device[R]->bd_device.kobj.name) :
    R->part != NULL ? stringof(R->part->__dev.kobj.name) : stringof(R->rq_disk->part0.__dev.kobj.name);

translator bufinfo_t < struct request *R > {
	b_flags = R == NULL ? 0 : B_PHYS | (__req_op[R] == __req_read ? B_READ : B_WRITE |
	    ((R->cmd_flags & __req_sync) ? 0 : B_ASYNC));
	b_bcount = R == NULL ? 0 : R->__data_len;
	b_addr = 0;
	b_blkno = R == NULL ? 0 : R->__sector;
	b_lblkno = R == NULL ? 0 : R->__sector - __req_first[R];
	b_resid = 0;
	b_bufsize = R == NULL ? 0 : R->__data_len;
	b_iodone = R == NULL ? 0 : (uintptr_t)R->end_io;
	b_error = 0;
	b_edev = R == NULL ? 0 : __req_number[R];
};

/* A request that has ended, and its status in the bits that are 0 in a request's address. */
struct dt_request_done {
	char byte;
};
inline struct dt_request_done *__req_ended[struct request *R, int status] =
    (struct dt_request_done *)((uintptr_t)R | (status >= 0 && status < 32 ? status : 10));
inline struct request *__req_of[struct dt_request_done *D] =
    (struct request *)((uintptr_t)D & ~31);
inline int __req_status[struct dt_request_done *D] = (uintptr_t)D & 31;
/* BLK_STS_… (include/linux/blk_types.h) as block/blk-core.c has them */
inline int __status_error[int S] =
    S == 0 ? 0 : S == 1 ? EOPNOTSUPP : S == 2 ? ETIMEDOUT : S == 3 ? ENOSPC : S == 4 ? ENOLINK :
    S == 5 ? EREMOTEIO : S == 6 ? EBADE : S == 7 ? ENODATA : S == 8 ? EILSEQ : S == 9 ? ENOMEM :
    S == 12 ? EAGAIN : EIO;

translator bufinfo_t < struct dt_request_done *D > {
	b_flags = B_DONE | (__req_status[D] ? B_ERROR : 0) | B_PHYS |
	    (__req_op[__req_of[D]] == __req_read ? B_READ : B_WRITE |
	    ((__req_of[D]->cmd_flags & __req_sync) ? 0 : B_ASYNC));
	b_bcount = __req_of[D]->__data_len;
	b_addr = 0;
	b_blkno = __req_of[D]->__sector;
	b_lblkno = __req_of[D]->__sector - __req_first[__req_of[D]];
	b_resid = __req_status[D] ? __req_of[D]->__data_len : 0;
	b_bufsize = __req_of[D]->__data_len;
	b_iodone = (uintptr_t)__req_of[D]->end_io;
	b_error = __status_error[__req_status[D]];
	b_edev = __req_number[__req_of[D]];
};

translator devinfo_t < struct request *R > {
	dev_major = R == NULL ? 0 : __req_number[R] >> 20;
	dev_minor = R == NULL ? 0 : __req_number[R] & 0xfffff;
	dev_instance = R == NULL ? 0 : __req_number[R] & 0xfffff;
	dev_name = R == NULL ? "<none>" : __req_disk[R]->fops->owner != NULL ?
	    stringof(__req_disk[R]->fops->owner->name) : stringof(__req_disk[R]->disk_name);
	dev_statname = R == NULL ? "<none>" :
	    __req_name[R];
	dev_pathname = R == NULL ? "<none>" :
	    strjoin("/dev/", __req_name[R]);
};

/* The file whose cached page is read or written: the first page of the request knows. Direct I/O
 * uses the process's own pages: its file is not known, nor is that of metadata. */
inline struct page *__bio_page[struct bio *B] =
    B == NULL || B->bi_io_vec == NULL ? NULL : B->bi_io_vec->bv_page;
/* A page that is not the first of its folio has bit 0 set here; the rest is the first one's address,
 * or, in kernels from 7.0 on, a mask that makes this address of that of any page of the folio (mm.h). */
inline uint64_t __page_compound[struct page *P] =
    __has_member(struct page, compound_head) ? P->compound_head : P->compound_info;
inline uint64_t __head_address[uint64_t page, uint64_t compound] =
    compound >> 40 == 0xffffff ? page & compound : compound - 1;
inline struct page *__head_page[struct page *P] =
    P != NULL && (__page_compound[P] & 1) ?
    (struct page *)__head_address[(uintptr_t)P, __page_compound[P]] : P;
inline struct address_space *__page_mapping[struct page *P] =
    P == NULL || ((uintptr_t)P->mapping & 3) ? NULL : P->mapping;
inline struct inode *__mapping_host[struct address_space *M] = M == NULL ? NULL : M->host;
inline struct inode *__req_inode[struct request *R] =
    R == NULL ? NULL : __mapping_host[__page_mapping[__head_page[__bio_page[R->bio]]]];
inline uint64_t __alias_offset = __has_member(struct dentry, d_u) ?
    offsetof(struct dentry, d_u.d_alias) : offsetof(struct dentry, d_alias);
inline struct dentry *__inode_dentry[struct inode *I] =
    I == NULL || I->i_dentry.first == NULL ? NULL :
    (struct dentry *)((uintptr_t)I->i_dentry.first - __alias_offset);
inline uint64_t __page_index[struct page *P] =
    __has_member(struct page, index) ? P->index : P->__folio_index;
inline uint64_t __page_in_folio[struct page *P] =
    ((uintptr_t)P - (uintptr_t)__head_page[P]) / sizeof (struct page);
inline uint64_t __req_offset[struct request *R] =
    ((__page_index[__head_page[__bio_page[R->bio]]] + __page_in_folio[__bio_page[R->bio]]) << 12) +
    R->bio->bi_io_vec->bv_offset;
inline struct dentry *__req_dentry[struct request *R] = __inode_dentry[__req_inode[R]];

/* Where the file system is mounted, the newest place of several. */
inline struct mount *__super_mount[struct super_block *S] =
    __has_member(struct mount, mnt_next_for_sb) ? S->s_mounts :
    (struct mount *)((uintptr_t)S->s_mounts.prev - offsetof(struct mount, mnt_instance));
inline struct vfsmount *__req_mount[struct request *R] =
    &__super_mount[__req_inode[R]->i_sb]->mnt;
inline string __req_path[struct request *R] = dentry_path(__req_dentry[R], __req_mount[R]);

translator fileinfo_t < struct request *R > {
	fi_name = __req_dentry[R] == NULL ? "<none>" : stringof(__req_dentry[R]->d_name.name);
	fi_dirname = __req_dentry[R] == NULL ? "<none>" : dirname(__req_path[R]);
	fi_pathname = __req_dentry[R] == NULL ? "<none>" : __req_path[R];
	fi_offset = __req_inode[R] == NULL ? 0 : __req_offset[R];
	fi_fs = __req_inode[R] == NULL ? "<none>" : stringof(__req_inode[R]->i_sb->s_type->name);
	fi_mount = __req_inode[R] == NULL ? "<none>" : mount_path(__req_mount[R]);
	fi_oflags = 0;
};

/* A write that wants its device's cache flushed is completed once more for the whole, or, without
 * data, without having been given to the driver. */
inline int __req_was_issued[struct request *R] =
    R->state != 0 && (R->__data_len != 0 || __req_op[R] != 1);

/* A thread's wait for I/O: it sleeps, and comes back. Being preempted before or behind its sleep is no
 * wait, and when it is back only what was noted as it left tells the two apart. The note has a place by
 * the thread's number; of two threads that share one and wait at the same time, one ends untold.
 * A predicate is asked once for each clause: asking twice must say the same. */
inline int __io_wait_place = tid & 1023;
int __io_waiter[int];
inline int __io_wait_sleeps[int is_asleep] =
    (__io_waiter[__io_wait_place] = is_asleep ? tid :
    __io_waiter[__io_wait_place] == tid ? 0 : __io_waiter[__io_wait_place]) && is_asleep;
inline int __io_is_back = curthread->in_iowait && __io_waiter[__io_wait_place] == tid;

provider io {
	probe start(bufinfo_t *buffer, devinfo_t *device, fileinfo_t *file) =
	    rawtp:::block_rq_issue : args[0], args[0], args[0];
	probe done(bufinfo_t *buffer, devinfo_t *device, fileinfo_t *file) =
	    rawtp:::block_rq_complete / __req_was_issued[args[0]] / :
	    __req_ended[args[0], args[1]], args[0], args[0];
	probe wait__start(bufinfo_t *buffer, devinfo_t *device, fileinfo_t *file) =
	    rawtp:::sched_switch
	    / args[1]->in_iowait && __io_wait_sleeps[!args[0] && args[3] != 0] / :
	    (struct request *)NULL, (struct request *)NULL, (struct request *)NULL;
	probe wait__done(bufinfo_t *buffer, devinfo_t *device, fileinfo_t *file) =
	    rawtp:::sched_switch
	    / (__has_probe(rawtp:::sched_exit_tp) || __has_probe(fbt::finish_task_switch*:entry)) &&
	    args[1]->in_iowait && __io_wait_sleeps[!args[0] && args[3] != 0] && 0 / :
	    (struct request *)NULL, (struct request *)NULL, (struct request *)NULL;
	probe wait__done(bufinfo_t *buffer, devinfo_t *device, fileinfo_t *file) =
	    rawtp:::sched_exit_tp / args[0] && __io_is_back / :
	    (struct request *)NULL, (struct request *)NULL, (struct request *)NULL;
	probe wait__done(bufinfo_t *buffer, devinfo_t *device, fileinfo_t *file) =
	    fbt::finish_task_switch*:entry
	    / !__has_probe(rawtp:::sched_exit_tp) && __io_is_back / :
	    (struct request *)NULL, (struct request *)NULL, (struct request *)NULL;
};
