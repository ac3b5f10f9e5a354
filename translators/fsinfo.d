/*
 * The fsinfo provider: operations on file systems, from the kernel's vfs_* functions. args[0] is
 * the file, args[1] a number that belongs to the operation: the bytes of a read or write, the place
 * of a seek, the command of an ioctl, else 0. What has no open file (lookup, mkdir, remove) knows
 * its name and file system; its path is that below the file system's newest mount.
 */
#pragma D depends_on library files.d
#pragma D depends_on library io.d
#pragma D attributes Evolving/Evolving/ISA provider fsinfo name
#pragma D attributes Evolving/Evolving/ISA provider fsinfo args

/* From Linux 5.12 on the first argument of what changes a directory says whose user ids are meant. */
inline int __has_idmap =
    __has_member(struct vfsmount, mnt_idmap) || __has_member(struct vfsmount, mnt_userns);

inline string __dentry_path[struct dentry *D] =
    dentry_path(D, &__super_mount[D->d_sb]->mnt);

translator fileinfo_t < struct dentry *D > {
	fi_name = D == NULL ? "<none>" : stringof(D->d_name.name);
	fi_dirname = D == NULL ? "<none>" : dirname(__dentry_path[D]);
	fi_pathname = D == NULL ? "<none>" : __dentry_path[D];
	fi_offset = 0;
	fi_fs = D == NULL ? "<none>" : stringof(D->d_sb->s_type->name);
	fi_mount = D == NULL ? "<none>" : mount_path(&__super_mount[D->d_sb]->mnt);
	fi_oflags = 0;
};

provider fsinfo {
	/* At a return arg2 is the function's first argument. */
	probe open(fileinfo_t *file, int value) =
	    fbt::vfs_open:return / arg1 == 0 / : (struct file *)arg3, 0;
	probe close(fileinfo_t *file, int value) = fbt::filp_close:entry, fbt::filp_flush:entry :
	    (struct file *)arg0, 0;
	probe read(fileinfo_t *file, int value) = fbt::vfs_read:entry : (struct file *)arg0, (int)arg2;
	probe write(fileinfo_t *file, int value) = fbt::vfs_write:entry :
	    (struct file *)arg0, (int)arg2;
	probe readdir(fileinfo_t *file, int value) = fbt::iterate_dir:entry : (struct file *)arg0, 0;
	probe seek(fileinfo_t *file, int value) = fbt::vfs_llseek:entry :
	    (struct file *)arg0, (int)arg1;
	probe fsync(fileinfo_t *file, int value) = fbt::vfs_fsync_range:entry :
	    (struct file *)arg0, 0;
	probe ioctl(fileinfo_t *file, int value) = fbt::security_file_ioctl:entry :
	    (struct file *)arg0, (int)arg1;
	probe map(fileinfo_t *file, int value) = fbt::security_mmap_file:entry / arg0 != 0 / :
	    (struct file *)arg0, (int)arg1;
	probe frlock(fileinfo_t *file, int value) = fbt::vfs_lock_file:entry :
	    (struct file *)arg0, (int)arg1;
	probe space(fileinfo_t *file, int value) = fbt::vfs_fallocate:entry :
	    (struct file *)arg0, (int)arg1;
	probe getattr(fileinfo_t *file, int value) = fbt::vfs_getattr:entry :
	    ((struct path *)arg0)->dentry, 0;
	probe lookup(fileinfo_t *file, int value) = fbt::d_lookup:entry : (struct dentry *)arg0, 0;
	probe readlink(fileinfo_t *file, int value) = fbt::vfs_readlink:entry :
	    (struct dentry *)arg0, 0;
	probe setattr(fileinfo_t *file, int value) = fbt::notify_change:entry :
	    (struct dentry *)(__has_idmap ? arg1 : arg0), 0;
	probe create(fileinfo_t *file, int value) = fbt::vfs_create:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1), 0;
	probe mkdir(fileinfo_t *file, int value) = fbt::vfs_mkdir:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1), 0;
	probe rmdir(fileinfo_t *file, int value) = fbt::vfs_rmdir:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1), 0;
	probe remove(fileinfo_t *file, int value) = fbt::vfs_unlink:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1), 0;
	probe symlink(fileinfo_t *file, int value) = fbt::vfs_symlink:entry :
	    (struct dentry *)(__has_idmap ? arg2 : arg1), 0;
	probe link(fileinfo_t *file, int value) = fbt::vfs_link:entry : (struct dentry *)arg0, 0;
	probe rename(fileinfo_t *file, int value) = fbt::vfs_rename:entry :
	    __has_type(struct renamedata) ? ((struct renamedata *)arg0)->old_dentry :
	    (struct dentry *)arg1, 0;

	probe access(fileinfo_t *file, int value);
	probe addmap(fileinfo_t *file, int value);
	probe cmp(fileinfo_t *file, int value);
	probe delmap(fileinfo_t *file, int value);
	probe dispose(fileinfo_t *file, int value);
	probe dump(fileinfo_t *file, int value);
	probe dumpctl(fileinfo_t *file, int value);
	probe fid(fileinfo_t *file, int value);
	probe getpage(fileinfo_t *file, int value);
	probe getsecattr(fileinfo_t *file, int value);
	probe inactive(fileinfo_t *file, int value);
	probe pageio(fileinfo_t *file, int value);
	probe pathconf(fileinfo_t *file, int value);
	probe poll(fileinfo_t *file, int value);
	probe putpage(fileinfo_t *file, int value);
	probe realvp(fileinfo_t *file, int value);
	probe rwlock(fileinfo_t *file, int value);
	probe rwunlock(fileinfo_t *file, int value);
	probe setfl(fileinfo_t *file, int value);
	probe setsecattr(fileinfo_t *file, int value);
	probe shrlock(fileinfo_t *file, int value);
};
