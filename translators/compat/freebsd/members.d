/*
 * -x compat=freebsd: members by the names that FreeBSD's struct bio, struct devstat and its connections
 * have: args[0]->bio_bcount of io:::start. See ../posix/members.d.
 */
#pragma D depends_on library io.d

inline int BIO_READ = 1;
inline int BIO_WRITE = 2;
inline int BIO_DELETE = 3;
inline int BIO_FLUSH = 5;
/* include/linux/blk_types.h: read 0, write 1, flush 2, discard 3 */
inline int __bio_cmd_of[int op] =
    op == 0 ? BIO_READ : op == 2 ? BIO_FLUSH : op == 3 ? BIO_DELETE : BIO_WRITE;

inline int __request__bio_cmd[struct request *R] = R == NULL ? 0 : __bio_cmd_of[__req_op[R]];
inline int64_t __request__bio_bcount[struct request *R] = R == NULL ? 0 : R->__data_len;
inline int64_t __request__bio_length[struct request *R] = R == NULL ? 0 : R->__data_len;
inline int64_t __request__bio_offset[struct request *R] = R == NULL ? 0 : R->__sector << 9;
inline int64_t __request__bio_resid[struct request *R] = 0;
inline int __request__bio_error[struct request *R] = 0;
inline int __request__bio_flags[struct request *R] = 0;
inline string __request__device_name[struct request *R] =
    R == NULL ? "<none>" : __req_disk[R]->fops->owner != NULL ?
    stringof(__req_disk[R]->fops->owner->name) : stringof(__req_disk[R]->disk_name);
inline uint32_t __request__unit_number[struct request *R] =
    R == NULL ? 0 : __req_number[R] & 0xfffff;
inline int __request__device_type[struct request *R] = 0;

inline int __dt_request_done__bio_cmd[struct dt_request_done *D] =
    __bio_cmd_of[__req_op[__req_of[D]]];
inline int64_t __dt_request_done__bio_bcount[struct dt_request_done *D] =
    __req_of[D]->__data_len;
inline int64_t __dt_request_done__bio_length[struct dt_request_done *D] =
    __req_of[D]->__data_len;
inline int64_t __dt_request_done__bio_offset[struct dt_request_done *D] =
    __req_of[D]->__sector << 9;
inline int64_t __dt_request_done__bio_resid[struct dt_request_done *D] =
    __req_status[D] ? __req_of[D]->__data_len : 0;
inline int __dt_request_done__bio_error[struct dt_request_done *D] =
    __status_error[__req_status[D]];
inline int __dt_request_done__bio_flags[struct dt_request_done *D] = 0;

/* Not known here, as cs_pid is not. */
inline pid_t __sock__pid[struct sock *S] = 0;
