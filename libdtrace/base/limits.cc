#include "base/limits.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

namespace dtrace {

namespace {
constexpr Limit limits[] = {
    {EMFILE, "this process may not open more files", "raise the limit of open files (ulimit -n)"},
    {ENFILE, "the machine may not open more files", "raise the limit in /proc/sys/fs/file-max"},
    {ENOMEM, "there is no memory left for it",
     "give the memory cgroup of dtrace more memory (memory.max), or free some on the machine"},
    {EAGAIN, "the kernel was interrupted, or has no room for more",
     "try again; raise the limits of processes (ulimit -u, pids.max) and, on kernels before 5.11, of "
     "locked memory (ulimit -l)"},
};
} // namespace

const Limit *find_limit(int error) {
  const auto row = std::ranges::find(limits, error, &Limit::error);
  return row == std::end(limits) ? nullptr : &*row;
}

std::string explain_errno(int error) {
  const Limit *limit = find_limit(error);
  return std::string(strerror(error)) + (limit ? std::string(": ") + limit->cure : "");
}

} // namespace dtrace
