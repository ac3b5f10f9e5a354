/* Control groups: cgroup_path(), container. A task is in one group of each hierarchy (kernel/cgroup/
 * cgroup.c: css_set). The one of version 2 counts; where it is the root, as on machines that still use
 * version 1, the first other that is not. */
#include "path_walk.h"

extern const u32 dt_offset_task_struct__cgroups;
extern const u32 dt_offset_css_set__dfl_cgrp;
extern const u32 dt_offset_css_set__cgrp_links;
extern const u32 dt_offset_cgrp_cset_link__cgrp;
extern const u32 dt_offset_cgrp_cset_link__cgrp_link;
extern const u32 dt_offset_cgroup__kn;
extern const u32 dt_offset_kernfs_node__parent__or____parent; /* __parent since 6.15 */
extern const u32 dt_offset_kernfs_node__name;

#define MOST_HIERARCHIES 32
#define MOST_DEPTH 32
#define ID_SIZE 64 /* digits of a container's id */

inline_ u64 parent_of(u64 node) {
  return read_word(node + dt_offset_kernfs_node__parent__or____parent);
}

struct hierarchies {
  u64 link, last, node; /* node: of the group that was found; 0: none yet */
};

STEP take_hierarchy(u32 i, void *state) {
  (void)i;
  struct hierarchies *h = state;
  if (h->link == h->last)
    return 1;
  const u64 link = h->link - dt_offset_cgrp_cset_link__cgrp_link;
  const u64 node = read_word(read_word(link + dt_offset_cgrp_cset_link__cgrp) + dt_offset_cgroup__kn);
  h->link = read_word(h->link);
  if (!parent_of(node))
    return 0;
  h->node = node;
  return 1;
}

/* The kernfs node of the current task's group. */
inline_ u64 current_group(void) {
  const u64 set = read_word(bpf_get_current_task() + dt_offset_task_struct__cgroups);
  const u64 node =
      read_word(read_word(set + dt_offset_css_set__dfl_cgrp) + dt_offset_cgroup__kn);
  if (parent_of(node))
    return forget(node, -1ul);
  struct hierarchies h = {0};
  h.last = set + dt_offset_css_set__cgrp_links;
  h.link = read_word(h.last);
  FOR_EACH(MOST_HIERARCHIES, take_hierarchy, &h);
  return forget(h.node, -1ul);
}

STEP take_group(u32 i, void *state) {
  (void)i;
  struct walk *walk = state;
  const u64 parent = parent_of(walk->entry);
  if (!parent)
    return 1;
  const u64 name = read_word(walk->entry + dt_offset_kernfs_node__name);
  const u64 size = bpf_probe_read_kernel_str(walk->text->part, PART_ROOM, (void *)name);
  walk->entry = parent;
  return prepend_part(walk, name, size - 1);
}

BUILTIN s64 dt_cgroup_path(struct dt_context *dc, char *to, u32 to_size) {
  struct walk walk;
  to[0] = 0;
  start_walk(&walk, dc);
  walk.entry = current_group();
  WALK_UP(&walk, take_group);
  return finish_walk(&walk, to, to_size);
}
USES_PATH_TEXT(dt_cgroup_path);

/* Engines name the group by the id, some with a word before it and ".scope" behind:
 *     docker-ID.scope  libpod-ID.scope  cri-containerd-ID.scope  ID */
struct container {
  char name[PART_ROOM + ID_SIZE];
};

struct search {
  struct container *scratch;
  u64 node, at, found; /* the id is at `at` of the name */
};

/* 1: a digit of an id. Without a branch, which the verifier would follow 64 times. */
inline_ u64 is_hexadecimal(u64 c) {
  u64 digit = c - '0', letter = c - 'a';
  HIDE(digit);
  HIDE(letter);
  const u64 below = (digit - 10) & ~digit, among = (letter - 6) & ~letter;
  return (below | among) >> 63;
}

inline_ u64 is_id(const char *text) {
  u64 all = 1;
  for (u32 i = 0; i < ID_SIZE; i++)
    all &= is_hexadecimal((u8)text[i]);
  HIDE(all);
  return all;
}

STEP search_group(u32 i, void *state) {
  (void)i;
  struct search *s = state;
  const u64 node = s->node;
  const u64 name = read_word(node + dt_offset_kernfs_node__name);
  u64 size = bpf_probe_read_kernel_str(s->scratch->name, PART_ROOM, (void *)name) - 1;
  s->node = parent_of(node);
  if (!BELOW(size, PART_ROOM) || !s->node)
    return 1;
  if (size > 6 && s->scratch->name[size - 6] == '.')
    size -= 6; /* ".scope" */
  u64 at = size - ID_SIZE;
  if (!BELOW(at, PART_ROOM) || !is_id(s->scratch->name + at))
    return 0;
  s->at = at;
  s->found = 1;
  return 1;
}

BUILTIN s64 dt_container(struct dt_context *dc, char *to, u32 to_size) {
  struct search s = {(struct container *)dc->scratch, current_group(), 0, 0};
  to[0] = 0;
  FOR_EACH(MOST_DEPTH, search_group, &s);
  const u64 at = forget(s.at, PART_ROOM - 1);
  if (!forget(s.found, 1))
    return 0;
  return copy_part(to, to_size, s.scratch->name, at, ID_SIZE);
}
const u32 dt_container__scratch_bytes = sizeof(struct container);
