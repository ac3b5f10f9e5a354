/* Chains through the kernel's memory, and translators of a thread that is not the current one.
 * @dtrace-args: -q
 * @program: getppid-once */
syscall::getppid:entry
/pid == $target/
{
	printf("%s\n", stringof(curthread->mm->exe_file->f_path.dentry->d_name.name));
	printf("%s\n", curthread->mm->exe_file->f_path.dentry->d_name.name);
	printf("%d\n", curthread->group_leader->group_leader->signal->oom_mm == NULL);
	printf("%d\n", xlate <psinfo_t *> (curthread->real_parent)->pr_pid == ppid);
	printf("%s\n", xlate <psinfo_t *> (curthread->real_parent)->pr_psargs);
	printf("%c %d\n", xlate <lwpsinfo_t *> (curthread)->pr_sname == 'O' ? 'O' : 'R',
	    xlate <lwpsinfo_t *> (curthread)->pr_lwpid == tid);
	printf("%d\n", (*curpsinfo).pr_uid == uid);
	exit(0);
}
