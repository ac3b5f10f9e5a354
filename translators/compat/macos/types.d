/*
 * -x compat=macos: what scripts of macOS take for given.
 */
typedef uint64_t user_addr_t;
typedef uint64_t user_size_t;
typedef int64_t user_ssize_t;
typedef int64_t user_long_t;
typedef uint64_t user_ulong_t;

inline struct task_struct *curproc = curthread->group_leader;
