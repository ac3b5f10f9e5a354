/*
 * -x compat=freebsd: Linux calls under the names that they have on FreeBSD.
 */
provider syscall {
	probe sigaction:entry = syscall::rt_sigaction:entry;
	probe sigaction:return = syscall::rt_sigaction:return;
	probe sigprocmask:entry = syscall::rt_sigprocmask:entry;
	probe sigprocmask:return = syscall::rt_sigprocmask:return;
	probe pread:entry = syscall::pread64:entry;
	probe pread:return = syscall::pread64:return;
	probe pwrite:entry = syscall::pwrite64:entry;
	probe pwrite:return = syscall::pwrite64:return;
	probe thr_new:entry = syscall::clone3:entry;
	probe thr_new:return = syscall::clone3:return;
	probe _umtx_op:entry = syscall::futex:entry;
	probe _umtx_op:return = syscall::futex:return;
	probe thr_exit:entry = syscall::exit:entry;
	probe thr_exit:return = syscall::exit:return;
	probe thr_self:entry = syscall::gettid:entry;
	probe thr_self:return = syscall::gettid:return;
	probe getdirentries:entry = syscall::getdents64:entry;
	probe getdirentries:return = syscall::getdents64:return;
	probe fstatat:entry = syscall::newfstatat:entry;
	probe fstatat:return = syscall::newfstatat:return;
	probe unmount:entry = syscall::umount:entry;
	probe unmount:return = syscall::umount:return;
	probe kevent:entry = syscall::epoll_wait:entry;
	probe kevent:return = syscall::epoll_wait:return;
	probe kqueue:entry = syscall::epoll_create1:entry;
	probe kqueue:return = syscall::epoll_create1:return;
	probe sigwait:entry = syscall::rt_sigtimedwait:entry;
	probe sigwait:return = syscall::rt_sigtimedwait:return;
};
