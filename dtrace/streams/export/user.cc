#include "export/user.h"

#include <cerrno>
#include <cstring>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace dtrace::stream {

std::expected<void, std::string> switch_to(const std::string &user) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (geteuid() != 0 || user == "root")
    return {};
  const passwd *entry = getpwnam(user.c_str());
  if (!entry)
    return std::unexpected("there is no user " + user + " to run as: name one with --user");
  if (setgroups(0, nullptr) != 0 || setgid(entry->pw_gid) != 0 || setuid(entry->pw_uid) != 0)
    return std::unexpected("failed to become " + user + ": " + strerror(errno));
  return {};
}

} // namespace dtrace::stream
