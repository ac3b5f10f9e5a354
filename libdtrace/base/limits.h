// Stage: base. What the kernel says with a number alone, for people: its words, and where it speaks of a
// limit of the machine or of the process, how that is raised.
#pragma once
#include <string>

namespace dtrace {

struct Limit {
  int error; // an errno
  const char *limit, *cure;
};
const Limit *find_limit(int error); // null: it speaks of none

// "Too many open files: raise the limit of open files (ulimit -n)"; other errors as strerror().
std::string explain_errno(int error);

} // namespace dtrace
