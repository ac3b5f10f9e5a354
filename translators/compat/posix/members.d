/*
 * -x compat: members by the names that other kernels' processes (p_) and threads (td_, t_) have. Of a
 * value that is made from the kernel's X, ->m is __X__m: so args[0]->p_comm of proc:::create and
 * curthread->td_name mean these.
 */
#pragma D depends_on library processes.d

inline string __task_struct__p_comm[struct task_struct *T] = stringof(T->group_leader->comm);
inline pid_t __task_struct__p_pid[struct task_struct *T] = T->tgid;
inline struct task_struct *__task_struct__p_pptr[struct task_struct *T] = T->real_parent;
inline int __task_struct__p_numthreads[struct task_struct *T] = T->signal->nr_threads;
inline int __task_struct__p_flag[struct task_struct *T] = 0;
inline int __task_struct__p_nice[struct task_struct *T] = T->static_prio - 120;
inline uid_t __task_struct__p_uid[struct task_struct *T] = T->cred->uid.val;
inline string __task_struct__td_name[struct task_struct *T] = stringof(T->comm);
inline pid_t __task_struct__td_tid[struct task_struct *T] = T->pid;
inline struct task_struct *__task_struct__td_proc[struct task_struct *T] = T->group_leader;
inline int __task_struct__td_priority[struct task_struct *T] = T->prio;
inline int __task_struct__td_oncpu[struct task_struct *T] = __task_cpu[T];
inline int __task_struct__td_flags[struct task_struct *T] = 0;

inline struct task_struct *__task_struct__t_procp[struct task_struct *T] = T->group_leader;
inline pid_t __task_struct__t_tid[struct task_struct *T] = T->pid;
