/* Paths as the kernel has them: of files (d_path(), cwd, root; fs/d_path.c) and of devices in sysfs
 * (ddi_pathname(); lib/kobject.c). */
#include "path_walk.h"

extern const u32 dt_offset_task_struct__fs;
extern const u32 dt_offset_fs_struct__pwd;
extern const u32 dt_offset_fs_struct__root;
extern const u32 dt_offset_path__mnt;
extern const u32 dt_offset_path__dentry;
extern const u32 dt_offset_mount__mnt;
extern const u32 dt_offset_mount__mnt_parent;
extern const u32 dt_offset_mount__mnt_mountpoint;
extern const u32 dt_offset_vfsmount__mnt_root;
extern const u32 dt_offset_dentry__d_parent;
extern const u32 dt_offset_dentry__d_name__name;
extern const u32 dt_offset_dentry__d_name__len;
extern const u32 dt_offset_dentry__d_op;
extern const u32 dt_offset_dentry__d_inode;
extern const u32 dt_offset_dentry__d_sb;
extern const u32 dt_offset_dentry_operations__d_dname;
extern const u32 dt_offset_inode__i_ino;
extern const u32 dt_offset_super_block__s_type;
extern const u32 dt_offset_file_system_type__name;
extern const u32 dt_offset_device__kobj;
extern const u32 dt_offset_kobject__name;
extern const u32 dt_offset_kobject__parent;

STEP take_entry(u32 i, void *state) {
  (void)i;
  struct walk *walk = state;
  const u64 entry = walk->entry, mount = walk->mount;
  if (entry == walk->last_entry && mount == walk->last_mount)
    return 1;
  if (entry == read_word(mount + dt_offset_mount__mnt + dt_offset_vfsmount__mnt_root)) {
    const u64 parent = read_word(mount + dt_offset_mount__mnt_parent);
    walk->entry = read_word(mount + dt_offset_mount__mnt_mountpoint);
    walk->mount = parent;
    return parent == mount;
  }
  const u64 parent = read_word(entry + dt_offset_dentry__d_parent);
  if (!parent)
    return 1;
  walk->entry = parent;
  const long full = prepend_part(walk, read_word(entry + dt_offset_dentry__d_name__name),
                                 read_half(entry + dt_offset_dentry__d_name__len));
  return full || parent == entry;
}

/* What lies in no directory has a name by its file system: pipe:[12], socket:[34],
 * anon_inode:[eventfd]; /memfd:name. */
#define SOCK 0x6b636f73 /* the first bytes of "sockfs" */

inline_ void prepend_number(struct walk *walk, u32 number) {
  for (int i = 0; i < MOST_DIGITS; i++) {
    prepend_character(walk, '0' + number % 10);
    number /= 10;
    if (!number)
      break;
  }
}

inline_ void prepend_kind(struct walk *walk, u64 kind) { /* the file system's, without its "fs" */
  prepend_character(walk, ':');
  if (read_half(kind) == SOCK) {
    prepend_character(walk, 't');
    prepend_character(walk, 'e');
  }
  u64 size = bpf_probe_read_kernel_str(walk->text->part, PART_ROOM, (void *)kind) - 3;
  prepend_part(walk, kind, size);
  walk->at++; /* without the slash */
}

inline_ s64 nameless_path(struct walk *walk, char *to, u32 to_size) {
  const u64 system = read_word(walk->entry + dt_offset_dentry__d_sb);
  const u64 kind = read_word(read_word(system + dt_offset_super_block__s_type) +
                             dt_offset_file_system_type__name);
  const u64 name = read_word(walk->entry + dt_offset_dentry__d_name__name);
  const u32 length = read_half(walk->entry + dt_offset_dentry__d_name__len);
  const u64 inode = read_word(walk->entry + dt_offset_dentry__d_inode);
  const u8 first = read_half(name);
  if (first == '[') {
    prepend_part(walk, name, length);
    walk->at++;
    prepend_kind(walk, kind);
  } else if (first && read_half(kind) != SOCK) {
    prepend_part(walk, name, length);
  } else {
    prepend_character(walk, ']');
    prepend_number(walk, read_word(inode + dt_offset_inode__i_ino));
    prepend_character(walk, '[');
    prepend_kind(walk, kind);
  }
  return finish_walk(walk, to, to_size);
}

/* `entry` in the mount whose struct vfsmount is at `mount`, as seen from the directory at `root`, a
 * struct path; 0: from the top of all mounts. */
inline_ s64 entry_path(struct dt_context *dc, char *to, u32 to_size, u64 entry, u64 mount,
                       u64 root) {
  struct walk walk;
  start_walk(&walk, dc);
  walk.entry = entry;
  walk.mount = mount - dt_offset_mount__mnt;
  if (root) {
    walk.last_entry = read_word(root + dt_offset_path__dentry);
    walk.last_mount = read_word(root + dt_offset_path__mnt) - dt_offset_mount__mnt;
  }
  const u64 operations = read_word(entry + dt_offset_dentry__d_op);
  if (operations && read_word(operations + dt_offset_dentry_operations__d_dname))
    return nameless_path(&walk, to, to_size);
  WALK_UP(&walk, take_entry);
  return finish_walk(&walk, to, to_size);
}

inline_ u64 current_directories(void) {
  return read_word(bpf_get_current_task() + dt_offset_task_struct__fs);
}

/* Of a struct path, as the current process sees it. */
inline_ s64 path_at(struct dt_context *dc, char *to, u32 to_size, u64 path, u64 root) {
  const u64 entry = read_word(path + dt_offset_path__dentry);
  return entry_path(dc, to, to_size, entry, read_word(path + dt_offset_path__mnt), root);
}

inline_ u64 current_root(void) {
  const u64 directories = current_directories();
  return directories ? directories + dt_offset_fs_struct__root : 0;
}

BUILTIN s64 dt_d_path(struct dt_context *dc, char *to, u32 to_size, s64 path) {
  u64 entry = 0;
  to[0] = 0;
  if (bpf_probe_read_kernel(&entry, sizeof entry, (void *)(path + dt_offset_path__dentry)) ||
      !entry) {
    dt_fault(dc, DT_FAULT_BADADDR, path);
    return 0;
  }
  return path_at(dc, to, to_size, path, current_root());
}
USES_PATH_TEXT(dt_d_path);

/* Where a struct vfsmount is mounted, as the current process sees it. */
BUILTIN s64 dt_mount_path(struct dt_context *dc, char *to, u32 to_size, s64 mount) {
  u64 entry = 0;
  to[0] = 0;
  if (bpf_probe_read_kernel(&entry, sizeof entry, (void *)(mount + dt_offset_vfsmount__mnt_root))) {
    dt_fault(dc, DT_FAULT_BADADDR, mount);
    return 0;
  }
  return entry_path(dc, to, to_size, entry, mount, current_root());
}
USES_PATH_TEXT(dt_mount_path);

/* Of a struct dentry in the mount whose struct vfsmount is given, from the top of all mounts. */
BUILTIN s64 dt_dentry_path(struct dt_context *dc, char *to, u32 to_size, s64 entry, s64 mount) {
  to[0] = 0;
  if (!entry || !mount) {
    dt_fault(dc, DT_FAULT_BADADDR, entry ? mount : entry);
    return 0;
  }
  return entry_path(dc, to, to_size, entry, mount, 0);
}
USES_PATH_TEXT(dt_dentry_path);

BUILTIN s64 dt_cwd(struct dt_context *dc, char *to, u32 to_size) {
  const u64 directories = current_directories();
  to[0] = 0;
  if (!directories)
    return 0;
  return path_at(dc, to, to_size, directories + dt_offset_fs_struct__pwd,
                 directories + dt_offset_fs_struct__root);
}
USES_PATH_TEXT(dt_cwd);

BUILTIN s64 dt_root(struct dt_context *dc, char *to, u32 to_size) {
  const u64 root = current_root();
  to[0] = 0;
  return root ? path_at(dc, to, to_size, root, 0) : 0;
}
USES_PATH_TEXT(dt_root);

STEP take_object(u32 i, void *state) {
  (void)i;
  struct walk *walk = state;
  const u64 name = read_word(walk->entry + dt_offset_kobject__name);
  const u64 size = bpf_probe_read_kernel_str(walk->text->part, PART_ROOM, (void *)name);
  walk->entry = read_word(walk->entry + dt_offset_kobject__parent);
  return prepend_part(walk, name, size - 1) || !walk->entry;
}

/* The path below /sys of a struct device. What is minor on other systems has a device of its own. */
BUILTIN s64 dt_ddi_pathname(struct dt_context *dc, char *to, u32 to_size, s64 device, s64 minor) {
  (void)minor;
  struct walk walk;
  to[0] = 0;
  start_walk(&walk, dc);
  walk.entry = device + dt_offset_device__kobj;
  if (!read_word(walk.entry + dt_offset_kobject__name)) {
    dt_fault(dc, DT_FAULT_BADADDR, device);
    return 0;
  }
  WALK_UP(&walk, take_object);
  return finish_walk(&walk, to, to_size);
}
USES_PATH_TEXT(dt_ddi_pathname);
