// Stage: base. Error numbers explained: their text and, if a limit of the machine or the process
// was reached, how to raise it.
#pragma once
#include <string>

namespace dtrace {

struct Limit {
  int error; // an errno
  const char *limit, *cure;
};
const Limit *find_limit(int error); // null: no limit is involved

// "Too many open files: raise the limit of open files (ulimit -n)"; other errors as strerror().
std::string explain_errno(int error);

} // namespace dtrace
