/*
 * The vfs provider: FreeBSD's probes of file systems, by the kernel's vfs_* functions. args[0] is the
 * kernel's own structure, args[1] the file; the return has the result in arg1. The name cache
 * probes fire for each name that is looked up: args[0] is the directory.
 */
#pragma D depends_on library fsinfo.d
#pragma D attributes Evolving/Evolving/ISA provider vfs name
#pragma D attributes Private/Private/ISA provider vfs args

provider vfs {
	/* The file has no path yet when it is opened. */
	probe vop_open:entry(struct file *object, fileinfo_t *file) = fbt::vfs_open:entry :
	    (struct file *)arg1, (struct file *)arg1;
	probe vop_open:return(struct file *object, int result) = fbt::vfs_open:return :
	    (struct file *)arg3, (int)arg1;
	probe vop_close:entry(struct file *object, fileinfo_t *file) = fbt::filp_close:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_close:return(struct file *object, int result) = fbt::filp_close:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_read:entry(struct file *object, fileinfo_t *file) = fbt::vfs_read:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_read:return(struct file *object, int result) = fbt::vfs_read:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_write:entry(struct file *object, fileinfo_t *file) = fbt::vfs_write:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_write:return(struct file *object, int result) = fbt::vfs_write:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_readdir:entry(struct file *object, fileinfo_t *file) = fbt::iterate_dir:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_readdir:return(struct file *object, int result) = fbt::iterate_dir:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_fsync:entry(struct file *object, fileinfo_t *file) = fbt::vfs_fsync_range:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_fsync:return(struct file *object, int result) = fbt::vfs_fsync_range:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_ioctl:entry(struct file *object, fileinfo_t *file) = fbt::security_file_ioctl:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_ioctl:return(struct file *object, int result) = fbt::security_file_ioctl:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_advlock:entry(struct file *object, fileinfo_t *file) = fbt::vfs_lock_file:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_advlock:return(struct file *object, int result) = fbt::vfs_lock_file:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_allocate:entry(struct file *object, fileinfo_t *file) = fbt::vfs_fallocate:entry :
	    (struct file *)arg0, (struct file *)arg0;
	probe vop_allocate:return(struct file *object, int result) = fbt::vfs_fallocate:return :
	    (struct file *)arg2, (int)arg1;
	probe vop_readlink:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_readlink:entry :
	    (struct dentry *)arg0, (struct dentry *)arg0;
	probe vop_readlink:return(struct dentry *object, int result) = fbt::vfs_readlink:return :
	    (struct dentry *)arg2, (int)arg1;
	probe vop_lookup:entry(struct dentry *object, fileinfo_t *file) = fbt::d_lookup:entry :
	    (struct dentry *)arg0, (struct dentry *)arg0;
	probe vop_lookup:return(struct dentry *object, int result) = fbt::d_lookup:return :
	    (struct dentry *)arg2, (int)arg1;
	probe vop_link:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_link:entry :
	    (struct dentry *)arg0, (struct dentry *)arg0;
	probe vop_link:return(struct dentry *object, int result) = fbt::vfs_link:return :
	    (struct dentry *)arg2, (int)arg1;
	probe vop_setattr:entry(struct dentry *object, fileinfo_t *file) = fbt::notify_change:entry :
	    (struct dentry *)(__has_idmap ? arg1 : arg0),
	    (struct dentry *)(__has_idmap ? arg1 : arg0);
	probe vop_setattr:return(struct dentry *object, int result) = fbt::notify_change:return :
	    (struct dentry *)(__has_idmap ? arg3 : arg2), (int)arg1;
	probe vop_create:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_create:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1),
	    (struct dentry *)(__has_idmap ? arg2 : arg1);
	probe vop_create:return(struct dentry *object, int result) = fbt::vfs_create:return :
	    (struct dentry *)(__has_idmap ? arg4 : arg3), (int)arg1;
	probe vop_mkdir:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_mkdir:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1),
	    (struct dentry *)(__has_idmap ? arg2 : arg1);
	probe vop_mkdir:return(struct dentry *object, int result) = fbt::vfs_mkdir:return :
	    (struct dentry *)(__has_idmap ? arg4 : arg3), (int)arg1;
	probe vop_rmdir:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_rmdir:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1),
	    (struct dentry *)(__has_idmap ? arg2 : arg1);
	probe vop_rmdir:return(struct dentry *object, int result) = fbt::vfs_rmdir:return :
	    (struct dentry *)(__has_idmap ? arg4 : arg3), (int)arg1;
	probe vop_remove:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_unlink:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1),
	    (struct dentry *)(__has_idmap ? arg2 : arg1);
	probe vop_remove:return(struct dentry *object, int result) = fbt::vfs_unlink:return :
	    (struct dentry *)(__has_idmap ? arg4 : arg3), (int)arg1;
	probe vop_symlink:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_symlink:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1),
	    (struct dentry *)(__has_idmap ? arg2 : arg1);
	probe vop_symlink:return(struct dentry *object, int result) = fbt::vfs_symlink:return :
	    (struct dentry *)(__has_idmap ? arg4 : arg3), (int)arg1;
	probe vop_getattr:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_getattr:entry :
	    ((struct path *)arg0)->dentry, ((struct path *)arg0)->dentry;
	probe vop_rename:entry(struct dentry *object, fileinfo_t *file) = fbt::vfs_rename:entry :
	    __has_type(struct renamedata) ? ((struct renamedata *)arg0)->old_dentry :
	    (struct dentry *)arg1, __has_type(struct renamedata) ?
	    ((struct renamedata *)arg0)->old_dentry : (struct dentry *)arg1;
	/* d_lookup(directory, name): 0 is a miss. */
	probe lookup:hit(struct dentry *directory, string name) =
	    fbt::d_lookup:return / arg1 != 0 / :
	    (struct dentry *)arg2, stringof(((struct qstr *)arg3)->name);
	probe lookup:miss(struct dentry *directory, string name) =
	    fbt::d_lookup:return / arg1 == 0 / :
	    (struct dentry *)arg2, stringof(((struct qstr *)arg3)->name);

	/* What Linux has no function for that can be told from others */
	probe vop_access:entry(struct file *object, fileinfo_t *file);
	probe vop_access:return(struct file *object, int result);
	probe vop_accessx:entry(struct file *object, fileinfo_t *file);
	probe vop_accessx:return(struct file *object, int result);
	probe vop_aclcheck:entry(struct file *object, fileinfo_t *file);
	probe vop_aclcheck:return(struct file *object, int result);
	probe vop_add_writecount:entry(struct file *object, fileinfo_t *file);
	probe vop_add_writecount:return(struct file *object, int result);
	probe vop_advise:entry(struct file *object, fileinfo_t *file);
	probe vop_advise:return(struct file *object, int result);
	probe vop_advlockasync:entry(struct file *object, fileinfo_t *file);
	probe vop_advlockasync:return(struct file *object, int result);
	probe vop_bmap:entry(struct file *object, fileinfo_t *file);
	probe vop_bmap:return(struct file *object, int result);
	probe vop_cachedlookup:entry(struct file *object, fileinfo_t *file);
	probe vop_cachedlookup:return(struct file *object, int result);
	probe vop_copy_file_range:entry(struct file *object, fileinfo_t *file);
	probe vop_copy_file_range:return(struct file *object, int result);
	probe vop_deleteextattr:entry(struct file *object, fileinfo_t *file);
	probe vop_deleteextattr:return(struct file *object, int result);
	probe vop_fdatasync:entry(struct file *object, fileinfo_t *file);
	probe vop_fdatasync:return(struct file *object, int result);
	probe vop_getacl:entry(struct file *object, fileinfo_t *file);
	probe vop_getacl:return(struct file *object, int result);
	probe vop_getextattr:entry(struct file *object, fileinfo_t *file);
	probe vop_getextattr:return(struct file *object, int result);
	probe vop_getpages:entry(struct file *object, fileinfo_t *file);
	probe vop_getpages:return(struct file *object, int result);
	probe vop_getwritemount:entry(struct file *object, fileinfo_t *file);
	probe vop_getwritemount:return(struct file *object, int result);
	probe vop_inactive:entry(struct file *object, fileinfo_t *file);
	probe vop_inactive:return(struct file *object, int result);
	probe vop_islocked:entry(struct file *object, fileinfo_t *file);
	probe vop_islocked:return(struct file *object, int result);
	probe vop_kqfilter:entry(struct file *object, fileinfo_t *file);
	probe vop_kqfilter:return(struct file *object, int result);
	probe vop_listextattr:entry(struct file *object, fileinfo_t *file);
	probe vop_listextattr:return(struct file *object, int result);
	probe vop_lock1:entry(struct file *object, fileinfo_t *file);
	probe vop_lock1:return(struct file *object, int result);
	probe vop_markatime:entry(struct file *object, fileinfo_t *file);
	probe vop_markatime:return(struct file *object, int result);
	probe vop_mknod:entry(struct file *object, fileinfo_t *file);
	probe vop_mknod:return(struct file *object, int result);
	probe vop_pathconf:entry(struct file *object, fileinfo_t *file);
	probe vop_pathconf:return(struct file *object, int result);
	probe vop_poll:entry(struct file *object, fileinfo_t *file);
	probe vop_poll:return(struct file *object, int result);
	probe vop_print:entry(struct file *object, fileinfo_t *file);
	probe vop_print:return(struct file *object, int result);
	probe vop_putpages:entry(struct file *object, fileinfo_t *file);
	probe vop_putpages:return(struct file *object, int result);
	probe vop_reallocblks:entry(struct file *object, fileinfo_t *file);
	probe vop_reallocblks:return(struct file *object, int result);
	probe vop_reclaim:entry(struct file *object, fileinfo_t *file);
	probe vop_reclaim:return(struct file *object, int result);
	probe vop_revoke:entry(struct file *object, fileinfo_t *file);
	probe vop_revoke:return(struct file *object, int result);
	probe vop_setacl:entry(struct file *object, fileinfo_t *file);
	probe vop_setacl:return(struct file *object, int result);
	probe vop_setextattr:entry(struct file *object, fileinfo_t *file);
	probe vop_setextattr:return(struct file *object, int result);
	probe vop_stat:entry(struct file *object, fileinfo_t *file);
	probe vop_stat:return(struct file *object, int result);
	probe vop_strategy:entry(struct file *object, fileinfo_t *file);
	probe vop_strategy:return(struct file *object, int result);
	probe vop_unlock:entry(struct file *object, fileinfo_t *file);
	probe vop_unlock:return(struct file *object, int result);
	probe vop_vptocnp:entry(struct file *object, fileinfo_t *file);
	probe vop_vptocnp:return(struct file *object, int result);
	probe vop_vptofh:entry(struct file *object, fileinfo_t *file);
	probe vop_vptofh:return(struct file *object, int result);
	probe vop_whiteout:entry(struct file *object, fileinfo_t *file);
	probe vop_whiteout:return(struct file *object, int result);
};
