/*
 * -x compat: calls under the names by which programs know them. The C library of Linux carries out
 * open() and its like by calls that take a directory too; here they are open, with the path in arg0,
 * in place of Linux's own names. A description that spells out openat still means that.
 */
provider syscall {
	probe open:entry = syscall::openat:entry : arg1, arg2, arg3;
	probe open:return = syscall::openat:return;
	probe access:entry = syscall::faccessat:entry : arg1, arg2;
	probe access:return = syscall::faccessat:return;
	probe access:entry = syscall::faccessat2:entry : arg1, arg2;
	probe access:return = syscall::faccessat2:return;
	probe stat:entry = syscall::newfstatat:entry / (arg3 & 0x1100) == 0 / : arg1, arg2;
	probe stat:return = syscall::newfstatat:return;
	probe stat:entry = syscall::statx:entry / (arg2 & 0x1100) == 0 / : arg1, arg4;
	probe stat:return = syscall::statx:return;
	probe lstat:entry = syscall::newfstatat:entry / (arg3 & 0x1100) == 0x100 / : arg1, arg2;
	probe lstat:return = syscall::newfstatat:return;
	probe lstat:entry = syscall::statx:entry / (arg2 & 0x1100) == 0x100 / : arg1, arg4;
	probe lstat:return = syscall::statx:return;
	probe fstat:entry = syscall::newfstatat:entry / arg3 & 0x1000 / : arg0, arg2;
	probe fstat:return = syscall::newfstatat:return;
	probe unlink:entry = syscall::unlinkat:entry / (arg2 & 0x200) == 0 / : arg1;
	probe unlink:return = syscall::unlinkat:return;
	probe rmdir:entry = syscall::unlinkat:entry / arg2 & 0x200 / : arg1;
	probe rmdir:return = syscall::unlinkat:return;
	probe mkdir:entry = syscall::mkdirat:entry : arg1, arg2;
	probe mkdir:return = syscall::mkdirat:return;
	probe mknod:entry = syscall::mknodat:entry : arg1, arg2, arg3;
	probe mknod:return = syscall::mknodat:return;
	probe rename:entry = syscall::renameat:entry : arg1, arg3;
	probe rename:return = syscall::renameat:return;
	probe rename:entry = syscall::renameat2:entry : arg1, arg3;
	probe rename:return = syscall::renameat2:return;
	probe link:entry = syscall::linkat:entry : arg1, arg3;
	probe link:return = syscall::linkat:return;
	probe symlink:entry = syscall::symlinkat:entry : arg0, arg2;
	probe symlink:return = syscall::symlinkat:return;
	probe readlink:entry = syscall::readlinkat:entry : arg1, arg2, arg3;
	probe readlink:return = syscall::readlinkat:return;
	probe chmod:entry = syscall::fchmodat:entry : arg1, arg2;
	probe chmod:return = syscall::fchmodat:return;
	probe chmod:entry = syscall::fchmodat2:entry : arg1, arg2;
	probe chmod:return = syscall::fchmodat2:return;
	probe chown:entry = syscall::fchownat:entry / (arg4 & 0x100) == 0 / : arg1, arg2, arg3;
	probe chown:return = syscall::fchownat:return;
	probe lchown:entry = syscall::fchownat:entry / arg4 & 0x100 / : arg1, arg2, arg3;
	probe lchown:return = syscall::fchownat:return;
	probe utimes:entry = syscall::utimensat:entry : arg1, arg2;
	probe utimes:return = syscall::utimensat:return;
	probe dup2:entry = syscall::dup3:entry : arg0, arg1;
	probe dup2:return = syscall::dup3:return;
	probe pipe:entry = syscall::pipe2:entry : arg0;
	probe pipe:return = syscall::pipe2:return;
	probe select:entry = syscall::pselect6:entry : arg0, arg1, arg2, arg3, arg4;
	probe select:return = syscall::pselect6:return;
	probe poll:entry = syscall::ppoll:entry : arg0, arg1, arg2;
	probe poll:return = syscall::ppoll:return;
	probe fork:entry = syscall::clone:entry / (arg0 & 0x10000) == 0 / : 0;
	probe fork:return = syscall::clone:return;
	probe exit:entry = syscall::exit_group:entry : arg0;
	probe exit:return = syscall::exit_group:return;
	probe accept:entry = syscall::accept4:entry : arg0, arg1, arg2;
	probe accept:return = syscall::accept4:return;
};
