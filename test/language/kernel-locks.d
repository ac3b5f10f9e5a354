/* Locks while they are held: a semaphore by its writer and by a reader, a mutex, a spin lock.
 * @dtrace-args: -q
 * @requires: symbol:__traceiter_mmap_lock_acquire_returned
 * @program: sh -c "echo a | cat"
 * @filter: /^a$/d */
rawtp:::mmap_lock_acquire_returned
/pid == $target && rw_write_held(&args[0]->mmap_lock)/
{
	@written[sx_exclusive_held(&args[0]->mmap_lock), sx_isexclusive(&args[0]->mmap_lock),
	    rw_iswriter(&args[0]->mmap_lock), rw_read_held(&args[0]->mmap_lock),
	    sx_shared_held(&args[0]->mmap_lock)] = count();
}

syscall::write:entry
/progenyof($target) && fds[arg0].fi_fs == "pipefs"/
{
	self->pipe = (struct pipe_inode_info *)getf(arg0)->private_data;
}

rawtp:::mm_page_alloc
/self->pipe/
{
	@owned[mutex_owned(&self->pipe->mutex),
	    mutex_owner(&self->pipe->mutex) == curthread] = count();
	self->pipe = 0;
}

rawtp:::signal_generate
/progenyof($target)/
{
	@spinning[mutex_owned(&args[2]->sighand->siglock),
	    mutex_owner(&args[2]->sighand->siglock) == NULL] = count();
}

END
{
	printa("written %d %d %d %d %d\n", @written);
	printa("owned %d %d\n", @owned);
	printa("spinning %d %d\n", @spinning);
}
