/* Paths that are made from their end, a part at a time, in scratch memory: of files, of devices, of
 * control groups. What is longer than PATH_ROOM loses its beginning. */
#pragma once
#include "kernel_memory.h"
#include "text.h"

#define PATH_ROOM 4096 /* PATH_MAX */
#define PART_ROOM 256  /* NAME_MAX and a NUL */
#define MOST_PARTS 512
#define MOST_DIGITS 10

struct path_text {
  char path[PATH_ROOM + PART_ROOM]; /* to the verifier any part may begin at the last place */
  char part[PART_ROOM];
};
#define USES_PATH_TEXT(name) const u32 name##__scratch_bytes = sizeof(struct path_text)

struct walk {
  struct path_text *text;
  u64 at; /* where the path made so far begins */
  u64 entry, mount;
  u64 last_entry, last_mount; /* the walk ends here; 0: at the end of all mounts */
};

inline_ void start_walk(struct walk *walk, struct dt_context *dc) {
  walk->text = (struct path_text *)dc->scratch;
  walk->text->path[PATH_ROOM - 1] = 0;
  walk->at = kept(PATH_ROOM - 1);
  walk->entry = walk->mount = walk->last_entry = walk->last_mount = 0;
}

/* Goes `length` bytes back; where there is no room it stays. */
inline_ char *go_back(struct walk *walk, u64 length) {
  u64 at = walk->at - length;
  if (!BELOW(at, PATH_ROOM))
    return 0;
  walk->at = at;
  return walk->text->path + at;
}

inline_ void prepend_character(struct walk *walk, char c) {
  char *to = go_back(walk, 1);
  if (to)
    *to = c;
}

inline_ long prepend_part(struct walk *walk, u64 text, u64 length) {
  if (!BELOW(length, PART_ROOM))
    length = PART_ROOM - 1;
  char *to = go_back(walk, length + 1);
  if (!to)
    return 1;
  *to = '/';
  bpf_probe_read_kernel(to + 1, length, (void *)text);
  return 0;
}

/* `at` as the verifier knows it in every round of a loop: no more than that it is in the text. It
 * would go round 400 times if it began with a place. */
inline_ u64 any_place(u64 at) {
  u64 copy = 0;
  bpf_probe_read_kernel(&copy, sizeof copy, &at);
  HIDE(copy);
  return copy & (PATH_ROOM - 1);
}

#define WALK_UP(walk, step)                                                                        \
  do {                                                                                             \
    (walk)->at = any_place((walk)->at);                                                            \
    FOR_EACH(MOST_PARTS, step, walk);                                                              \
  } while (0)

inline_ s64 finish_walk(struct walk *walk, char *to, u32 to_size) {
  const u64 at = any_place(walk->at);
  const long size = bpf_probe_read_kernel_str(to, to_size, walk->text->path + at);
  if (size <= 1)
    return one_character(to, to_size, '/');
  return size - 1;
}
